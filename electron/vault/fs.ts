/** What the vault asks of a disk; passed in, so that a test can cut the power. */
export interface VaultFs {
  /** Gives: the bytes; undefined where there is no such file. Throws: errno faults; EFBIG over `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
  exists(path: string): Promise<boolean>;
  /** Makes a new file with mode 0600. Throws: EEXIST where there is one. */
  create(path: string): Promise<VaultFile>;
  /** Gives: the names in a directory; none where there is no such directory. */
  list(path: string): Promise<readonly string[]>;
  /** Makes a directory with mode 0700, or leaves the one that is there. Throws: ENOTDIR where something else is. */
  makeDir(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Throws: ENOENT where there is no such file. */
  unlink(path: string): Promise<void>;
  /** Makes the names in a directory last over a power cut; nothing where the system has no such thing. */
  syncDir(path: string): Promise<void>;
}

export interface VaultFile {
  write(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}
