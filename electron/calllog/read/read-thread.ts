/** The reader's thread: what may take long to find. */
import { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { databaseFault } from '../../base/sqlite.ts';
import { plainFault } from '../write/messages.ts';
import { readBodies } from './bodies.ts';
import { exportStep } from './export-step.ts';
import type { ReadAnswer, ReadAnswers, ReadMessage, ReadQuestion, ReadSetup } from './messages.ts';
import { findPage } from './raw-page.ts';
import { readStats } from './stats.ts';

const lockWaitMs = 1000;

export function readLog(port: MessagePort, { path }: ReadSetup): void {
  let db: DatabaseSync | undefined;
  const answerTo = ({ ticket, question }: ReadMessage): ReadAnswer => {
    try {
      db ??= openForReading(path);
      return { ticket, answer: answer(db, question) };
    } catch (fault) {
      return { ticket, fault: plainFault(databaseFault(fault, path)) };
    }
  };
  port.on('message', (message: ReadMessage) => port.postMessage(answerTo(message)));
}

function openForReading(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: lockWaitMs });
  db.exec('PRAGMA cache_size = -16384');
  return db;
}

function answer(db: DatabaseSync, question: ReadQuestion): ReadAnswers[keyof ReadAnswers] {
  switch (question.kind) {
    case 'find':
      return findPage(db, question.query);
    case 'stats':
      return readStats(db, question.query);
    case 'entries':
      return readBodies(db, question.call);
    case 'export':
      return exportStep(db, question.step);
  }
}
