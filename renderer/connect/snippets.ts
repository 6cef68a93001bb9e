/** Ways to call the agent, ready to be pasted. The token stays in the environment, so that no snippet holds it. */
import type { StringId } from '../strings.ts';

export interface SnippetPlace {
  /** The bots' socket. */
  readonly socket: string;
  /** The agent's address on TCP; null where that is off. */
  readonly http: string | null;
  /** A key that the bot has a grant on. */
  readonly key: string;
  readonly doors: readonly string[];
}

export interface Snippet {
  readonly id: string;
  readonly words: StringId;
  /** The program that runs it, for those who test it. */
  readonly runs: readonly string[];
  readonly fits: (place: SnippetPlace) => boolean;
  readonly text: (place: SnippetPlace) => string;
}

const onSocket = ({ socket, doors }: SnippetPlace): boolean => doors.includes('socket') && !socket.startsWith('\\\\');
const body = '{"method":"fetchBalance","args":[]}';
const headers = `  -H "Authorization: Bearer $KEYBEARER_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '${body}'`;

/** What the SDKs' connect() is told: the socket, or the address on TCP for a bot that has only that. */
const sdkPlace = ({ socket, http, doors }: SnippetPlace): readonly [name: string, value: string] =>
  doors.includes('socket') ? ['socket', socket] : ['url', http ?? ''];
const bySdk = ({ http, doors }: SnippetPlace): boolean =>
  doors.includes('socket') || (http !== null && doors.includes('http'));

export const snippets: readonly Snippet[] = [
  {
    id: 'sdk-javascript',
    words: 'bots.sdkJavaScript',
    runs: ['node', '--input-type=module', '-e'],
    fits: bySdk,
    text: (place) => {
      const [name, value] = sdkPlace(place);
      return `import { connect } from 'keybearer-client';

const exchange = await connect(${JSON.stringify(place.key)}, { ${name}: ${JSON.stringify(value)} });
console.log(await exchange.fetchBalance());
await exchange.close();`;
    },
  },
  {
    id: 'sdk-python',
    words: 'bots.sdkPython',
    runs: ['python3', '-c'],
    fits: bySdk,
    text: (place) => {
      const [name, value] = sdkPlace(place);
      return `import keybearer

exchange = keybearer.connect(${JSON.stringify(place.key)}, ${name}=${JSON.stringify(value)})
print(exchange.fetch_balance())
exchange.close()`;
    },
  },
  {
    id: 'curl',
    words: 'bots.curl',
    runs: ['bash', '-c'],
    fits: onSocket,
    text: ({ socket, key }) => `curl --unix-socket ${shellQuoted(socket)} \\
  http://keybearer/v1/keys/${key}/call \\
${headers}`,
  },
  {
    id: 'node',
    words: 'bots.node',
    runs: ['node', '--input-type=module', '-e'],
    fits: ({ doors }) => doors.includes('socket'),
    text: ({ socket, key }) => `import { request } from 'node:http';

const call = request({
  socketPath: ${JSON.stringify(socket)},
  path: '/v1/keys/${key}/call',
  method: 'POST',
  headers: {
    authorization: \`Bearer \${process.env.KEYBEARER_TOKEN}\`,
    'content-type': 'application/json',
  },
}, async (answer) => {
  for await (const part of answer.setEncoding('utf8')) process.stdout.write(part);
});
call.end(JSON.stringify({ method: 'fetchBalance', args: [] }));`,
  },
  {
    id: 'python',
    words: 'bots.python',
    runs: ['python3', '-c'],
    fits: onSocket,
    text: ({ socket, key }) => `import http.client, json, os, socket

class Agent(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(${JSON.stringify(socket)})

agent = Agent("keybearer")
agent.request(
    "POST",
    "/v1/keys/${key}/call",
    json.dumps({"method": "fetchBalance", "args": []}),
    {"Authorization": "Bearer " + os.environ["KEYBEARER_TOKEN"], "Content-Type": "application/json"},
)
print(agent.getresponse().read().decode())`,
  },
  {
    id: 'tcp',
    words: 'bots.tcp',
    runs: ['bash', '-c'],
    fits: ({ http, doors }) => http !== null && doors.includes('http'),
    text: ({ http, key }) => `curl ${http}/v1/keys/${key}/call \\
${headers}`,
  },
];

const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
