import { AppError } from '../../shared/errors.ts';

/** Our own errors hold no secret; of any other only the name is said. */
export function toStandardError(fault: unknown): void {
  const what =
    fault instanceof AppError
      ? `${fault.code}: ${fault.message}`
      : `INTERNAL: ${fault instanceof Error ? fault.name : 'fault'}`;
  process.stderr.write(`warning ${what}\n`);
}
