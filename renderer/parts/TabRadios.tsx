import { Radio, RadioGroup } from 'react-aria-components';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly words: string }[];
  readonly onChange: (value: string) => void;
}

/** One of a few, in a row above what it shows. */
export function TabRadios({ label, value, options, onChange }: Props) {
  return (
    <RadioGroup
      aria-label={label}
      orientation="horizontal"
      value={value}
      onChange={onChange}
      className="flex flex-wrap gap-1 border-b border-line"
    >
      {options.map((option) => (
        <Radio
          key={option.value}
          value={option.value}
          className="-mb-px min-h-8 cursor-default content-center border-b-2 border-transparent px-3 font-medium text-muted data-focus-visible:outline-2 data-focus-visible:outline-accent data-hovered:text-text data-selected:border-accent data-selected:text-accent"
        >
          {option.words}
        </Radio>
      ))}
    </RadioGroup>
  );
}
