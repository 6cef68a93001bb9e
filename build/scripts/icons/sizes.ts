/** The sizes of the app's icon as PNG files, in pixels. */
export const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
export const windowsSizes = [16, 24, 32, 48, 64, 128, 256] as const;
export const windowsTraySizes = [16, 20, 24, 32, 48] as const;
/** What the tray tells, each with a shape of its own. */
export const trayShapes = ['open', 'asking', 'paused', 'sealed'] as const;
