/** What bots watch, without an exchange: whatever a test tells. */
import type { StreamClient, StreamService, ThingId } from '../../electron/agent/streams/port.ts';
import { AppError } from '../../shared/errors.ts';

export interface FakeStreams extends StreamService {
  /** Connections that are open, oldest first. */
  readonly clients: StreamClient[];
  /** What was asked for, e.g. `watch 1 watchTicker ["BTC/USD"]`. */
  readonly asked: string[];
  /** What `admit` throws. */
  refusal: AppError | undefined;
  /** How often a client said that it may be told more. */
  drained: number;
  /** Is done with everything that is watched. */
  watched: (client: StreamClient, id: ThingId) => void;
}

export function fakeStreams(isKnown: (key: string) => void = () => {}): FakeStreams {
  const fake: FakeStreams = {
    clients: [],
    asked: [],
    refusal: undefined,
    drained: 0,
    watched: () => {},
    admit: (_bot, key) => {
      isKnown(key);
      if (fake.refusal !== undefined) throw fake.refusal;
      return (client) => {
        fake.clients.push(client);
        return {
          watch: (id, method, args) => {
            fake.asked.push(`watch ${id} ${method} ${JSON.stringify(args)}`);
            fake.watched(client, id);
          },
          stop: (id) => {
            if (id === 404) throw new AppError('BODY_INVALID');
            fake.asked.push(`stop ${id}`);
          },
          drained: () => {
            fake.drained += 1;
          },
          close: () => void fake.clients.splice(fake.clients.indexOf(client), 1),
        };
      };
    },
    cut: (error) => {
      for (const client of [...fake.clients]) client.end(error);
    },
  };
  return fake;
}
