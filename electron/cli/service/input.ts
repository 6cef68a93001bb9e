/** What a service's file is made from. */
export interface ServiceInput {
  /** The command that runs Keybearer, whole paths. */
  readonly program: readonly string[];
  /** The words after it that run the agent. */
  readonly agentArgs: readonly string[];
  readonly home: string;
  readonly dataDir: string;
  readonly passphraseFile: string | undefined;
}
