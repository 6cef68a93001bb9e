/** The pictures that the guide and the README take from out/screenshots/; a test holds it against docs/pictures and the pages. */
export const guidePictures: readonly string[] = [
  'keys-light.png',
  'add-key-keep-off-light.png',
  'calls-narrow-dark.png',
  'protect-code-light.png',
  'bot-narrow-light.png',
  'approval-window-light.png',
];
