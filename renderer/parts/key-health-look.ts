import { CircleAlert, CircleCheck, CircleX, type LucideIcon } from 'lucide-react';
import type { HealthItem } from '../../shared/model.ts';

/** A level of health as a shape and an ink. */
export const healthLooks: Readonly<Record<HealthItem['level'], { readonly ink: string; readonly Icon: LucideIcon }>> = {
  good: { ink: 'text-good', Icon: CircleCheck },
  warn: { ink: 'text-warn', Icon: CircleAlert },
  bad: { ink: 'text-bad', Icon: CircleX },
};
