interface Props {
  readonly isLarge?: boolean;
}

export function Logo({ isLarge = false }: Props) {
  return <img src="./icon.svg" alt="" className={isLarge ? 'size-12' : 'size-7'} />;
}
