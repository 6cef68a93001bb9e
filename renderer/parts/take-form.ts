/** What a form holds, as text by name. Its secret fields are cleared at once, whatever becomes of the call. */
export function takeForm(form: HTMLFormElement): (name: string) => string {
  const field = fieldsOf(form);
  for (const secret of form.querySelectorAll<HTMLInputElement>('input[data-secret]')) secret.value = '';
  return field;
}

/** The same, with everything left where it is: for looking at a form while it is filled in. */
export function fieldsOf(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
}
