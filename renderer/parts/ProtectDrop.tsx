import { ImageUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { DropZone, FileTrigger, Text } from 'react-aria-components';
import { toBase64 } from '../held.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Note } from './Note.tsx';

interface Props {
  /** What was given, in words. */
  readonly given: string | undefined;
  readonly onFile: (given: string, base64: string) => void;
}

const mostBytes = 10 * 1024 * 1024;

/** Takes a picture or a file: dropped, pasted or picked. It goes to main as bytes and is never drawn. */
export function ProtectDrop({ given, onFile }: Props) {
  const [isTooLarge, setTooLarge] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setTooLarge(file.size > mostBytes);
    if (file.size <= mostBytes) onFile(t('protect.picked', { name: file.name }), await toBase64(file));
  };
  const takeText = async (text: string) => {
    setTooLarge(false);
    onFile(t('protect.pasted'), await toBase64(new Blob([text])));
  };
  usePasted(take, takeText);
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
          {given ?? t('protect.drop')}
        </Text>
        <p className="text-small text-muted">{t('protect.dropHint')}</p>
        <FileTrigger onSelect={(files) => take(files?.[0])}>
          <Button>{given === undefined ? t('protect.pick') : t('protect.pickOther')}</Button>
        </FileTrigger>
      </DropZone>
      {isTooLarge ? <Note tone="warn">{t('protect.tooLarge')}</Note> : null}
    </>
  );
}

const address = /^\s*otpauth(-migration)?:\/\//i;

/** A picture or an otpauth:// address that is pasted anywhere on the page; in a field the address is the field's. */
function usePasted(takeFile: (file: File) => void, takeText: (text: string) => void): void {
  const latest = useRef({ takeFile, takeText });
  useEffect(() => {
    latest.current = { takeFile, takeText };
  });
  useEffect(() => {
    const pasted = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const isOfField = event.target instanceof Element && event.target.closest('input, textarea') !== null;
      if (file !== undefined) latest.current.takeFile(file);
      else if (address.test(text) && !isOfField) latest.current.takeText(text);
      else return;
      event.preventDefault();
    };
    window.addEventListener('paste', pasted);
    return () => window.removeEventListener('paste', pasted);
  }, []);
}
