import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { WindowBridge, windowChannel } from '../shared/window-api.ts';

// Only the type is imported: the value would bring zod into every page's preload.
const channel: typeof windowChannel = 'keybearer';

const bridge: WindowBridge = {
  call: (name, params) => ipcRenderer.invoke(channel, name, params),
  on: (listener) => {
    const forward = (_event: IpcRendererEvent, push: unknown) => listener(push);
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.off(channel, forward);
    };
  },
};

contextBridge.exposeInMainWorld('keybearer', bridge);
