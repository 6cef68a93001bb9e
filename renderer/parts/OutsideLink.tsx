import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { useAct } from '../bridge.ts';
import { useUi } from '../ui-store.ts';

interface Props {
  readonly url: string;
  readonly children: ReactNode;
}

/** A page outside: main opens it in the system's browser, where it is one of our sources. */
export function OutsideLink({ url, children }: Props) {
  const open = useAct('window.open');
  const { say } = useUi();
  const follow = async () => {
    const opened = await open.run({ url });
    if (opened === undefined) say('bad', `The page could not be opened: ${url}`);
  };
  return (
    <Link onPress={follow} className="cursor-pointer rounded-chip py-0.5 text-accent underline wrap-anywhere">
      {children} <ExternalLink aria-hidden className="inline size-3.5" />
    </Link>
  );
}
