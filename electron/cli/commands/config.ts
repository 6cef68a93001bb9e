import { AppError } from '../../../shared/errors.ts';
import { type Settings, settingNames } from '../../../shared/settings.ts';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { clean } from '../print.ts';

export const getConfig: Run = async (context) => {
  const [name] = context.args;
  const found = settingNames.find((one) => one === name);
  if (name !== undefined && found === undefined)
    throw new AppError('INPUT_INVALID', {
      detail: `There is no setting "${name}". There are: ${settingNames.join(', ')}.`,
    });
  const settings = await context.call('config.get', {});
  if (found === undefined)
    return answer(context, settings, () => settingNames.map((one) => lineOf(settings, one)).join(''));
  return answer(context, { [found]: settings[found] }, () => `${clean(JSON.stringify(settings[found]))}\n`);
};

export const setConfig: Run = async (context) => {
  const [name = '', value = ''] = context.args;
  const settings = await context.call('config.set', { name, value });
  const found = settingNames.find((one) => one === name);
  return answer(context, settings, () => (found === undefined ? '' : lineOf(settings, found)));
};

const width = Math.max(...settingNames.map(({ length }) => length));

const lineOf = (settings: Settings, name: keyof Settings): string =>
  `${name.padEnd(width)}  ${clean(JSON.stringify(settings[name]))}\n`;
