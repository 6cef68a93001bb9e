import { TriangleAlert } from 'lucide-react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { WindowResult } from '../../shared/window-api.ts';
import { formatDay } from '../format.ts';
import { briefLines } from '../grant-words.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { BotLastCall } from './BotLastCall.tsx';
import { BotStateChip } from './BotStateChip.tsx';
import { cell, column, row, table, tableFrame } from './table-look.ts';

export type BotItem = WindowResult<'bots.list'>[number];

export function BotTable({ bots }: { readonly bots: readonly BotItem[] }) {
  return (
    <div className={tableFrame}>
      <Table aria-label={t('bots.table')} className={table} onRowAction={(id) => go({ page: 'bot', id: String(id) })}>
        <TableHeader>
          <Column isRowHeader className={column}>
            {t('bots.bot')}
          </Column>
          <Column className={column}>{t('bots.state')}</Column>
          <Column className={column}>{t('bots.keys')}</Column>
          <Column className={column}>{t('bots.may')}</Column>
          <Column className={column}>{t('bots.lastCall')}</Column>
          <Column className={column}>{t('bots.expires')}</Column>
        </TableHeader>
        <TableBody items={bots}>{(bot) => <BotRow key={bot.id} id={bot.id} bot={bot} />}</TableBody>
      </Table>
    </div>
  );
}

function BotRow({ id, bot }: { readonly id: string; readonly bot: BotItem }) {
  const keys = bot.grants.map(({ key }) => key).join(', ');
  return (
    <Row id={id} className={row}>
      <Cell className={cell}>
        <span title={bot.name} className="block max-w-52 truncate font-semibold max-lg:max-w-36">
          {bot.name}
        </span>
      </Cell>
      <Cell className={cell}>
        <BotStateChip state={bot.state} />
      </Cell>
      <Cell className={cell}>
        <span title={keys} className="block max-w-40 truncate max-lg:max-w-28">
          {keys}
        </span>
      </Cell>
      <Cell className={cell}>
        <BotBrief bot={bot} />
      </Cell>
      <Cell className={`${cell} whitespace-nowrap text-muted`}>
        <BotLastCall bot={bot.id} />
      </Cell>
      <Cell className={`${cell} whitespace-nowrap text-muted`}>
        {bot.expires === null ? t('bots.never') : formatDay(bot.expires)}
      </Cell>
    </Row>
  );
}

function BotBrief({ bot }: { readonly bot: BotItem }) {
  const lines = bot.grants.flatMap(briefLines);
  const texts = [...new Set(lines.map(({ text }) => text))];
  if (texts.length === 0) return <span className="text-muted">{t('bots.briefNothing')}</span>;
  return (
    <ul>
      {texts.map((text) => {
        const isDanger = lines.some((line) => line.text === text && line.tone === 'danger');
        return (
          <li key={text} className={`flex items-center gap-1.5 ${isDanger ? 'font-medium text-bad' : ''}`}>
            {isDanger ? <TriangleAlert aria-hidden className="size-3.5 shrink-0" /> : null}
            <span title={text} className="line-clamp-2 wrap-anywhere">
              {text}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
