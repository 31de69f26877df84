/**
 * Masks secrets as programs write them: headers, cookies, addresses, settings and command lines. What stands here is
 * the language of programs; what people say stands in dialogs/common/secrets.yaml.
 */
import type { Hide, SecretKind } from './hide.ts';

/** A place of a secret: what stands before it, the secret itself, and what it is called. */
interface SecretPlace {
  readonly before: string;
  readonly secret: string;
  readonly kind: SecretKind;
  /** Whether a value is a secret; every value is, unless given. */
  readonly is?: (value: string) => boolean;
  readonly flags?: string;
}

/** A value up to a space, a quotation mark or the next field. */
const VALUE = '[^\\s"\'<>&;,\\[]{1,4000}';
const QUOTED = '"[^"\\n]{1,400}"|\'[^\'\\n]{1,400}\'';
/** The end of a setting's name: DB_PASSWORD, spring.datasource.password, "clientSecret". */
const SECRET_NAMES =
  'passw(?:or)?d|passwd|pwd|passphrase|secret|credential|api[ _-]?key|apikey|access[ _-]?key|account[ _-]?key|shared[ _-]?access[ _-]?key|secret[ _-]?access[ _-]?key|auth[ _-]?key|encryption[ _-]?key|signing[ _-]?key|private[ _-]?key|preshared[ _-]?key|subscription[ _-]?key|secret[ _-]?key(?:[ _-]?base)?|app[ _-]?key|license[ _-]?key|client[ _-]?key|_key|[_-]?token|_session|sessionid|session[ _-]?id|skey|sig|psk|wpa[ _-]?passphrase|signature|assertion|samlresponse|samlrequest';
/** The blocks of a file that hold a key nobody else may have. */
const KEY_BLOCK = '(?:[A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V\\d)';
/** Cookies that keep a person signed in. */
const COOKIES =
  'ESTSAUTH\\w{0,20}|SignInStateCookie|x-ms-RefreshTokenCredential|MSISAuth\\d?|FedAuth|rtFa|\\.AspNet\\.\\w{1,40}|\\.AspNetCore\\.[\\w.]{1,60}|ASP\\.NET_SessionId|\\.ASPXAUTH|PHPSESSID|JSESSIONID|connect\\.sid|laravel_session|wordpress_logged_in_\\w{0,40}|SSESS\\w{0,40}|sessionid|session|sid|d|auth|jwt|remember_token|XSRF-TOKEN|csrftoken|CAISO\\w{0,20}|MRHSession|DSID|SVPNCOOKIE|NSC_AAAC|webvpn|cadata|OWASESSIONID';

const PLACES: readonly SecretPlace[] = [
  // Keys in files
  {
    before: `-----BEGIN ${KEY_BLOCK}-----`,
    secret: `(?:[^-]|-(?!----)){1,20000}(?:-----END ${KEY_BLOCK}-----)?`,
    kind: 'key',
  },
  { before: 'Private-Lines: ?\\d{1,3}\\s{1,3}', secret: '(?:[A-Za-z0-9+/=]{8,80}\\s{0,2}){1,60}', kind: 'key' },
  { before: 'Private-MAC: ?', secret: '[0-9a-f]{40,64}', kind: 'key' },
  // Headers
  {
    before: '\\b(?:bearer|basic|negotiate|ntlm|digest|ssws|token|kerberos)\\s{1,3}',
    secret: '[\\w.~+/-]{12,6000}={0,2}',
    kind: 'token',
    // "Basic authentication" is a setting people talk about.
    is: isMixed,
  },
  { before: '\\bdigest\\s[^\\n]{1,600}?\\bresponse="', secret: '[0-9a-f]{32,64}', kind: 'token' },
  { before: '\\bbasic\\s{1,3}', secret: '[A-Za-z0-9+/]{4,}={1,2}', kind: 'token' },
  {
    before: '\\b(?:set-)?cookie:\\s{0,3}',
    secret: '[^\\n]{1,8000}',
    kind: 'token',
    is: (value) => value.includes('='),
  },
  {
    before: `(?<![\\w.-])(?:${COOKIES})\\s{0,2}=\\s{0,2}["']?(?:s%3A)?`,
    secret: '[^\\s;"\',]{8,8000}',
    kind: 'token',
    is: isMixed,
  },
  {
    before: '(?<![\\w.-])(?:ESTS\\w{0,20}|FedAuth|rtFa|SignInStateCookie|JSESSIONID|PHPSESSID)(?: is|:)?\\s{1,2}',
    secret: '[^\\s;"\',]{12,8000}',
    kind: 'token',
    is: isMixed,
  },
  {
    before:
      '(?<![\\w-])x-[\\w-]{0,30}(?:key|token|credential|api|secret|auth)[\\w-]{0,10}["\']?\\s{0,2}[:= ]\\s{0,2}["\']?',
    secret: '[\\w.~+/=-]{10,6000}',
    kind: 'token',
    is: isMixed,
  },
  // Tokens that carry their own shape
  {
    before: '(?<![\\w-])',
    secret: 'eyJ[\\w-]{8,4000}(?:\\.[\\w-]{0,4000}){1,4}',
    kind: 'token',
    is: (v) => /\.[\w-]{8}/.test(v),
    flags: 'g',
  },
  {
    before: '(?<![\\w$])[^\\s:]{1,64}::[^\\s:]{0,64}:',
    secret: '[0-9a-f]{16}:[0-9a-f]{32}:[0-9a-f]{8,1200}',
    kind: 'key',
  },
  { before: '\\$krb5(?:tgs|asrep|pa)\\$[^\\s]{1,200}?\\$', secret: '[0-9a-f]{16,64}\\$[0-9a-f]{32,4000}', kind: 'key' },
  {
    before: '\\b(?:ntlm|nt|lm)[ -]?hash\\b[^0-9A-Fa-f\\n]{0,20}',
    secret: '[0-9A-Fa-f]{32}(?::[0-9A-Fa-f]{32})?',
    kind: 'key',
  },
  // Name and password of a registry of containers, as one text
  { before: '"auth"\\s{0,2}:\\s{0,2}"', secret: '[A-Za-z0-9+/]{12,400}={0,2}(?=")', kind: 'password', is: isMixed },
  // Seeds of authenticators in groups of four, whatever stands before them
  {
    before: '(?<![A-Za-z0-9])',
    secret: '[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){7,15}(?![A-Za-z0-9])',
    kind: 'key',
    is: (v) => /[2-7]/.test(v) && /[A-Z]/.test(v),
    flags: 'g',
  },
  // Addresses
  { before: '\\b[a-z][a-z0-9+.-]{1,20}:\\/\\/[^\\s:@/]{0,64}:', secret: '[^\\s/]{1,128}(?=@)', kind: 'password' },
  {
    before: '\\b[a-z][a-z0-9+.-]{1,20}:\\/\\/',
    secret: '[\\w-]{20,128}(?=(?::x-oauth-basic)?@)',
    kind: 'token',
    is: isMixed,
  },
  { before: '\\bjdbc:oracle:[a-z]{2,6}:[\\w.]{1,40}/', secret: '[^\\s@/]{1,64}(?=@)', kind: 'password' },
  {
    before:
      '(?<=[?&#;])(?:access_token|id_token|refresh_token|reset_token|token|auth|key|api_?key|sig|secret|client_secret|password|passwd|pwd|pass|ticket|t|code|SAMLResponse|session|sid|otp)=',
    secret: '[^\\s&#"\'<>]{6,8000}',
    kind: 'token',
    is: isMixed,
  },
  {
    before: '\\botpauth:\\/\\/[^\\s?]{1,200}\\?(?:[^\\s&]{1,100}&){0,5}?secret=',
    secret: '[A-Z2-7]{8,128}',
    kind: 'key',
  },
  { before: '\\bhooks\\.slack\\.com\\/(?:services|workflows|triggers)\\/', secret: '[\\w/]{20,200}', kind: 'token' },
  {
    before: '\\bdiscord(?:app)?\\.com\\/api\\/(?:v\\d{1,2}\\/)?webhooks\\/\\d{10,25}\\/',
    secret: '[\\w-]{30,120}',
    kind: 'token',
  },
  {
    before: '\\b(?:outlook\\.office(?:365)?\\.com\\/webhook|[\\w-]{1,63}\\.webhook\\.office\\.com\\/webhookb2)\\/',
    secret: '[\\w@/-]{36,400}',
    kind: 'token',
  },
  { before: '\\bWIFI:(?:[A-Z]:[^;\\n]{0,64};){0,4}?P:', secret: '[^;\\n]{1,80}', kind: 'password' },
  // Settings
  {
    before: `(?:${SECRET_NAMES})[\\w.\\]-]{0,20}["']?\\s{0,3}(?:=>|:=|[:=])\\s{0,3}`,
    secret: `${QUOTED}|${VALUE}`,
    kind: 'key',
    is: isTechnical,
  },
  {
    before: '\\bkey=["\'][\\w.-]{0,40}(?:password|secret|token|pwd|apikey)["\']\\s{1,3}value=',
    secret: QUOTED,
    kind: 'password',
  },
  // A setting's name and its value as two fields: in YAML, in JSON, in a property list.
  {
    before:
      '\\b(?:name|key)["\']?\\s{0,3}[:=]\\s{0,3}["\']?[\\w.-]{0,40}(?:password|passwd|pass|pwd|secret|token|api_?key)["\']?,?\\s{1,40}["\']?value["\']?\\s{0,3}[:=]\\s{0,3}',
    secret: `${QUOTED}|${VALUE}`,
    kind: 'password',
    is: isTechnical,
  },
  {
    before: '<key>[^<\\n]{0,40}(?:password|passphrase|secret|token)</key>\\s{0,80}<string>',
    secret: '[^<>\\n]{3,400}(?=<)',
    kind: 'password',
  },
  { before: '\\b(?:private|preshared|shared)key\\s{0,3}=\\s{0,3}', secret: '[A-Za-z0-9+/]{42,44}={0,2}', kind: 'key' },
  { before: '\\bsnmp-server community ', secret: '\\S{3,64}', kind: 'password' },
  {
    before: '\\b(?:enable|username \\S{1,40}(?: privilege \\d{1,2})?) (?:secret|password)(?: \\d)? ',
    secret: '\\S{5,200}',
    kind: 'password',
    is: isMixed,
  },
  {
    before:
      '<(?:\\w{1,20}:)?\\w{0,20}(?:password|passwd|pwd|passphrase|secret|apikey|token|keymaterial)(?: [^<>\\n]{0,80})?>(?:\\s{0,80}<value>)?',
    secret: '[^<>\\n]{3,400}(?=<)',
    kind: 'password',
  },
  // Command lines
  {
    before: '(?<![\\w-])--?(?:password|passwd|pass|token|secret|api-?key|authkey|auth-token|client-secret)[= ]',
    secret: `${QUOTED}|${VALUE}`,
    kind: 'password',
    is: (v) => !/^["']?[-$<]/.test(v),
  },
  {
    before:
      '(?<![\\w-])--?(?:[a-z]{1,16}-){0,3}(?:password|passwd|passphrase|secret|token|key|storepass|keypass|srcstorepass|deststorepass)[= ]',
    secret: `${QUOTED}|${VALUE}`,
    kind: 'password',
    is: isTechnical,
  },
  // The same short option means something else to other programs, so a user must stand beside it.
  {
    before: '(?<=\\s)(?:-[uU] ?|-D )(?:"[^"\\n]{1,80}"|[^\\s"]{1,80})\\s(?:[^\\n]{0,80}?\\s)?-[pPwW] ?',
    secret: `${QUOTED}|[^\\s"']{3,128}`,
    kind: 'password',
    is: (v) => isTechnical(v) && !/:\d|^["']?(?:[/~.]|[a-z]:\\)/i.test(v),
  },
  {
    before: '\\b(?:7z|7za|unzip|zip|rar|unrar)\\s(?:[^\\n]{0,120}?\\s)?-[pP] ?',
    secret: '[^\\s"\']{3,128}',
    kind: 'password',
  },
  { before: '\\bcertutil\\s[^\\n]{0,80}?-p ', secret: `${QUOTED}|[^\\s"']{3,128}`, kind: 'password' },
  { before: '\\bhtpasswd\\s(?:-\\w{1,4}\\s){1,3}\\S{1,80}\\s\\S{1,64}\\s', secret: '\\S{3,128}', kind: 'password' },
  { before: '\\bwpa_passphrase\\s\\S{1,32}\\s', secret: `${QUOTED}|\\S{8,63}`, kind: 'password' },
  { before: '\\b(?:aws )?configure set [\\w.-]{0,40}(?:key|token|secret)\\s', secret: '\\S{16,400}', kind: 'key' },
  { before: '\\b(?:add-)?authtoken\\s', secret: '[\\w-]{20,128}', kind: 'token', is: isMixed },
  {
    before: '\\becho (?:-n )?',
    secret: `(?:${QUOTED}|[^\\s|"']{3,128})(?=\\s{0,3}\\|\\s{0,3}(?:sudo\\b[^\\n|]{0,40}-S|passwd\\b|chpasswd\\b|smbpasswd\\b|cryptsetup\\b))`,
    kind: 'password',
  },
  { before: '\\bchpasswd\\s{0,3}<<<\\s{0,3}["\']?[^\\s:"\']{1,64}:', secret: '[^\\s"\']{3,128}', kind: 'password' },
  { before: '(?<=[:\\s])(?:PSK|XAUTH|EAP)\\s{1,3}', secret: '"[^"\\n]{6,400}"(?=\\s{0,3}(?:\\n|$))', kind: 'key' },
  {
    before:
      '\\b(?:sshpass|plink|pscp|az login|docker login|gh auth login|az acr login|psexec|xfreerdp|mstsc)\\b[^\\n]{0,200}? -(?:p|pw|Password) ?',
    secret: `${QUOTED}|[^\\s"']{3,400}`,
    kind: 'password',
  },
  { before: '\\bmysql(?:dump|admin)?\\b[^\\n]{0,120}? -p', secret: '[^\\s"\']{3,100}', kind: 'password' },
  { before: '\\bdatabricks configure --token ', secret: '\\S{20,80}', kind: 'token' },
  {
    before: '(?:\\bcurl\\b[^\\n]{0,200}? )(?:-u|--user)[= ]["\']?[^\\s:"\']{1,100}:',
    secret: '[^\\s"\']{3,200}',
    kind: 'password',
  },
  { before: '\\bnet user \\S{1,64} ', secret: '[^\\s/"\'|*]{3,128}', kind: 'password' },
  { before: '\\bnet use [^\\n]{1,160}?/user:\\S{1,80} ', secret: '[^\\s/"\'|*]{3,128}', kind: 'password' },
  {
    before: '\\bnet use (?:(?:[a-z]:|\\*)\\s{1,3})?\\\\\\\\\\S{1,160}\\s{1,3}',
    secret: '[^\\s/"\'|*]{3,128}(?=\\s{1,3}/user:)',
    kind: 'password',
  },
  { before: '(?<=\\s)/user:\\S{1,80} ', secret: '[^\\s/"\'|*]{3,128}', kind: 'password', is: isTechnical },
  { before: '(?<=\\s)/(?:pass|password|p|rp):', secret: `${QUOTED}|[^\\s"']{3,128}`, kind: 'password' },
  { before: '\\bconvertto-securestring(?: -string)? ', secret: `${QUOTED}|[^\\s-]\\S{2,128}`, kind: 'password' },
  { before: '-pass(?:in|out)? pass:', secret: VALUE, kind: 'password' },
  {
    before: '\\bmachine \\S{1,100}\\s{1,3}login \\S{1,64}\\s{1,3}password\\s{1,3}',
    secret: '\\S{3,128}',
    kind: 'password',
  },
];

const SEARCHES = PLACES.map(({ before, secret, kind, is, flags }) => ({
  search: new RegExp(`(${before})(${secret})`, flags ?? 'gi'),
  kind,
  is: is ?? ((): boolean => true),
}));

/** Masks what stands where programs keep secrets. */
export function maskAssignments(text: string, hide: Hide): string {
  let out = text;
  for (const { search, kind, is } of SEARCHES)
    out = out.replace(search, (whole, before: string, value: string) => {
      if (value.startsWith('[') || !is(value)) return whole;
      const quote = /^["']/.exec(value)?.[0] ?? '';
      return `${before}${quote}${hide(kind)}${quote}`;
    });
  return out;
}

/** Tells whether a value is no word of a language: figures, or capitals inside, or as long as no word. */
function isMixed(value: string): boolean {
  return (
    /\d/.test(value) ||
    /[a-z][A-Z]/.test(value) ||
    /[+/=~]/.test(value) ||
    (/^[A-Za-z]{24,}$/.test(value) && !value.includes('-'))
  );
}

/** Tells whether the value of a setting was made by a program, so that it is a secret whatever the setting is called. */
function isTechnical(value: string): boolean {
  const bare = value.replace(/^["']|["']$/g, '');
  if (/^0x[0-9a-f]{1,8}$/i.test(bare) || /^(?:AADSTS)?\d{1,8}\.?$/i.test(bare) || /^\$|^%\w+%$|^\{/.test(bare))
    return false;
  return (
    bare.length >= 8 &&
    /\d/.test(bare) &&
    /[A-Za-z]/.test(bare) &&
    !/^[\w.+-]{1,64}@[\w-]+\.\w/.test(bare) &&
    !/^(?:https?|sip|file):/i.test(bare)
  );
}
