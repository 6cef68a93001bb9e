import { ImageUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { DropZone, FileTrigger, Text } from 'react-aria-components';
import { toBase64 } from '../held.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Note } from './Note.tsx';

interface Props {
  /** Of the file that was given. */
  readonly name: string | undefined;
  readonly onFile: (name: string, base64: string) => void;
}

const mostBytes = 10 * 1024 * 1024;

/** Takes a picture or a file: dropped, pasted or picked. It goes to main as bytes and is never drawn. */
export function ProtectDrop({ name, onFile }: Props) {
  const [isTooLarge, setTooLarge] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setTooLarge(file.size > mostBytes);
    if (file.size <= mostBytes) onFile(file.name, await toBase64(file));
  };
  usePastedFile(take);
  return (
    <>
      <DropZone
        aria-label={t('protect.drop')}
        getDropOperation={() => 'copy'}
        onDrop={async ({ items }) => {
          for (const item of items) if (item.kind === 'file') return take(await item.getFile());
        }}
        className="flex flex-col items-center gap-2 rounded-field border border-dashed border-line-strong p-4 text-center data-drop-target:border-accent data-drop-target:bg-accent-soft data-focus-visible:outline-2 data-focus-visible:outline-accent"
      >
        <ImageUp aria-hidden className="size-6 text-muted" strokeWidth={1.5} />
        <Text slot="label" className="font-medium wrap-anywhere">
          {name === undefined ? t('protect.drop') : t('protect.picked', { name })}
        </Text>
        <p className="text-small text-muted">{t('protect.dropHint')}</p>
        <FileTrigger onSelect={(files) => take(files?.[0])}>
          <Button>{name === undefined ? t('protect.pick') : t('protect.pickOther')}</Button>
        </FileTrigger>
      </DropZone>
      {isTooLarge ? <Note tone="warn">{t('protect.tooLarge')}</Note> : null}
    </>
  );
}

/** A picture that is pasted anywhere on the page. */
function usePastedFile(take: (file: File | undefined) => void): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const pasted = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      latest.current(file);
    };
    window.addEventListener('paste', pasted);
    return () => window.removeEventListener('paste', pasted);
  }, []);
}
