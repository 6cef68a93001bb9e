import { Feedback } from './Feedback.tsx';
import { Foundations } from './Foundations.tsx';
import { Inputs } from './Inputs.tsx';
import { Words } from './Words.tsx';

/** Every part of the window; what is drawn here needs no agent. */
export function Gallery() {
  return (
    <main className="mx-auto max-w-5xl px-8 py-6">
      <h1 className="text-title font-semibold">Parts</h1>
      <Foundations />
      <Inputs />
      <Words />
      <Feedback />
    </main>
  );
}
