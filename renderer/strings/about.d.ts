export declare const about: {
  readonly title: 'About Keybearer';
  readonly lead: 'What runs here, and where it keeps its things.';
  readonly versions: 'Versions';
  readonly version: 'Keybearer';
  readonly system: 'System';
  readonly places: 'Places';
  readonly dataDir: 'Data directory';
  readonly socket: "Bots' socket";
  readonly control: "Terminal's socket";
  readonly http: "Bots' door over TCP";
  readonly off: 'Off';
  readonly licence: 'Licence and help';
  readonly licenceText: 'Keybearer is free software under the MIT licence. The licences of what it is made of stand beside it, in LICENSES.chromium.html and in the packages themselves.';
  readonly docs: 'The guide is in the folder docs of the source: getting-started.md, two-factor.md, headless.md and bot-api.md.';
  readonly article: "Kraken's article on 2FA for API keys";
};
