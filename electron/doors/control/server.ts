/** The control door: JSON lines on a socket that only this user can reach. */
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Agent, DoorPlaces } from '../../agent/ports.ts';
import { listenOnSocket } from '../../base/listen.ts';
import { ensureSocketDir } from '../../base/paths.ts';
import { type Connection, serveConnection } from './connection.ts';

export interface ControlDoorOptions {
  readonly agent: Agent;
  /** What `status` says about where the doors are. */
  readonly doors: DoorPlaces;
  /** In a directory of ours with mode 0700; made where it is missing. */
  readonly socketPath: string;
}

export interface ControlDoor {
  /** Removes the socket; lets answers under way go out, for 200 ms at most, then ends every connection. */
  close(): Promise<void>;
}

const maxConnections = 64;
const graceMs = 200;

/** Opens the control door. Throws: AGENT_RUNNING where another answers there, INPUT_INVALID (something foreign in the way). */
export async function openControlDoor({ agent, doors, socketPath }: ControlDoorOptions): Promise<ControlDoor> {
  ensureSocketDir(dirname(socketPath));
  const open = new Map<Socket, Connection>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.set(socket, serveConnection(socket, agent, doors));
    socket.once('close', () => open.delete(socket));
  });
  server.maxConnections = maxConnections;
  await listenOnSocket(server, socketPath);
  return { close: () => shut(server, open) };
}

async function shut(server: Server, open: ReadonlyMap<Socket, Connection>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const connection of open.values()) connection.stop();
  const late = setTimeout(() => {
    for (const socket of open.keys()) socket.destroy();
  }, graceMs);
  await closed;
  clearTimeout(late);
}
