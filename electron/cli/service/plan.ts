/** What a service of this user's system is: its file, and the commands that turn it on and off. */
import { dirname, isAbsolute, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Io } from '../io.ts';
import type { ServiceInput } from './input.ts';
import { launchdAgent, launchdLabel, launchdMark } from './launchd-agent.ts';
import { systemdUnit, unitMark } from './systemd-unit.ts';

export interface ServicePlan {
  readonly path: string;
  readonly text: (input: ServiceInput) => string;
  /** What a file of ours holds, and no other. */
  readonly mark: string;
  readonly turnOn: readonly string[];
  /** For one that runs with an older file. */
  readonly restart: string;
  /** Once the file is gone. */
  readonly turnOff: readonly string[];
  /** What turning it on made beside the file. */
  readonly links: readonly string[];
}

type Place = Pick<Io, 'env'> & Pick<Io['self'], 'platform' | 'home'>;

/** Throws: INPUT_INVALID where there is neither systemd nor launchd. */
export function servicePlan(place: Place): ServicePlan {
  if (place.platform === 'linux') return systemdPlan(place);
  if (place.platform === 'darwin') return launchdPlan(place);
  throw new AppError('INPUT_INVALID', {
    detail:
      'A service is for Linux with systemd and for macOS. Elsewhere start "keybearer agent" as you start programs.',
  });
}

function systemdPlan({ env, home }: Place): ServicePlan {
  const given = env['XDG_CONFIG_HOME'];
  // Source: XDG Base Directory Specification 0.8: a relative path is to be ignored.
  const config = given !== undefined && isAbsolute(given) ? given : join(home, '.config');
  const path = join(config, 'systemd', 'user', 'keybearer.service');
  return {
    path,
    text: systemdUnit,
    mark: unitMark,
    turnOn: ['systemctl --user daemon-reload && systemctl --user enable --now keybearer', 'loginctl enable-linger'],
    restart: 'systemctl --user daemon-reload && systemctl --user restart keybearer',
    turnOff: ['systemctl --user stop keybearer && systemctl --user daemon-reload'],
    links: [join(dirname(path), 'default.target.wants', 'keybearer.service')],
  };
}

function launchdPlan({ home }: Place): ServicePlan {
  const path = join(home, 'Library', 'LaunchAgents', `${launchdLabel}.plist`);
  const load = `launchctl bootstrap gui/$(id -u) '${path.replaceAll("'", `'\\''`)}'`;
  const unload = `launchctl bootout gui/$(id -u)/${launchdLabel}`;
  return {
    path,
    text: launchdAgent,
    mark: launchdMark,
    turnOn: [load],
    restart: `${unload}; ${load}`,
    turnOff: [unload],
    links: [],
  };
}
