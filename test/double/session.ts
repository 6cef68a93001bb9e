/** Electron's `session`: it takes the deny-all handlers; headless Chromium asks nothing. */
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (): void => undefined,
    setPermissionCheckHandler: (): void => undefined,
    setDevicePermissionHandler: (): void => undefined,
    setSpellCheckerEnabled: (): void => undefined,
    webRequest: { onBeforeRequest: (): void => undefined },
    on: (): void => undefined,
  },
};
