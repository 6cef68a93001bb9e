/**
 * Electron's fuses of every release, by electron-builder's names for them (`electronFuses`). Source: Electron, "Electron
 * Fuses". They are read back from each artifact: docs/release-checklist.md.
 */
export const fuses = {
  /** ELECTRON_RUN_AS_NODE would run anything with our identity, keychain included. */
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableCookieEncryption: true,
  /** macOS and Windows only; Linux has none. */
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
} as const;
