/** Each has its own shape. `asking`: a question waits, a call failed since the window was last looked at, or a warning stands. */
export type TrayState = 'missing' | 'open' | 'asking' | 'paused' | 'sealed';
