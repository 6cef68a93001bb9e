/** What a form holds, as text by name. Its secret fields are cleared at once, whatever becomes of the call. */
export function takeForm(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  for (const field of form.querySelectorAll<HTMLInputElement>('input[data-secret]')) field.value = '';
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
}
