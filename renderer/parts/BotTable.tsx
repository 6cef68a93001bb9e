import { TriangleAlert } from 'lucide-react';
import { Cell, Column, Row, Table, TableBody, TableHeader, TableLayout, Virtualizer } from 'react-aria-components';
import type { WindowResult } from '../../shared/window-api.ts';
import { formatDay } from '../format.ts';
import { briefLines } from '../grant-words.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { BotLastCall } from './BotLastCall.tsx';
import { BotStateChip } from './BotStateChip.tsx';
import { tableFrame, virtualCell, virtualColumn, virtualRow } from './table-look.ts';

export type BotItem = WindowResult<'bots.list'>[number];

// A bot with many permissions has a row as high as it needs.
const layout = { estimatedRowHeight: 52, headingHeight: 36 } as const;

/** Draws only the rows that can be seen: each asks for its bot's last call. */
export function BotTable({ bots }: { readonly bots: readonly BotItem[] }) {
  return (
    <Virtualizer layout={TableLayout} layoutOptions={layout}>
      <Table
        aria-label={t('bots.table')}
        className={`${tableFrame} min-h-0 w-full`}
        onRowAction={(id) => go({ page: 'bot', id: String(id) })}
      >
        <TableHeader className="bg-surface">
          <Column id="bot" isRowHeader className={virtualColumn} defaultWidth="1.4fr" minWidth={124}>
            {t('bots.bot')}
          </Column>
          <Column id="state" className={virtualColumn} defaultWidth={112} minWidth={108}>
            {t('bots.state')}
          </Column>
          <Column id="keys" className={virtualColumn} defaultWidth="1fr" minWidth={96}>
            {t('bots.keys')}
          </Column>
          <Column id="may" className={virtualColumn} defaultWidth="1.6fr" minWidth={160}>
            {t('bots.may')}
          </Column>
          <Column id="lastCall" className={virtualColumn} defaultWidth="1fr" minWidth={172}>
            {t('bots.lastCall')}
          </Column>
          <Column id="expires" className={virtualColumn} defaultWidth={96} minWidth={84}>
            {t('bots.expires')}
          </Column>
        </TableHeader>
        <TableBody items={bots}>{(bot) => <BotRow key={bot.id} id={bot.id} bot={bot} />}</TableBody>
      </Table>
    </Virtualizer>
  );
}

function BotRow({ id, bot }: { readonly id: string; readonly bot: BotItem }) {
  const keys = bot.grants.map(({ key }) => key).join(', ');
  return (
    <Row id={id} textValue={bot.name} className={virtualRow}>
      <Cell className={virtualCell}>
        <span title={bot.name} className="block truncate font-semibold">
          {bot.name}
        </span>
      </Cell>
      <Cell className={`${virtualCell} items-start`}>
        <BotStateChip state={bot.state} />
      </Cell>
      <Cell className={virtualCell}>
        <span title={keys} className="block truncate">
          {keys}
        </span>
      </Cell>
      <Cell className={`${virtualCell} py-1.5`}>
        <BotBrief bot={bot} />
      </Cell>
      <Cell className={`${virtualCell} whitespace-nowrap text-muted`}>
        <BotLastCall bot={bot.id} />
      </Cell>
      <Cell className={`${virtualCell} whitespace-nowrap text-muted`}>
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
