/**
 * Lists keys and tokens by their public beginnings and shapes, one vendor a line. To add one: its name, how its keys
 * begin, and what follows. Every repetition has an upper bound, so that a search stays linear.
 */

/** A kind of key: its vendor, the beginnings of its keys, and the rest of one as the source of a regular expression. */
export interface KeyShape {
  readonly of: string;
  readonly begins: readonly string[];
  readonly rest: string;
}

const LETTERS = (from: number, to = 400): string => `[A-Za-z0-9]{${from},${to}}`;
/** Letters, digits, - and _: base64 for addresses. */
const URL64 = (from: number, to = 1000): string => `[\\w-]{${from},${to}}`;
/** Letters, digits, +, / and the equals signs at the end. */
const BASE64 = (from: number, to = 2000): string => `[A-Za-z0-9+/]{${from},${to}}={0,2}`;
const HEX = (from: number, to = from): string => `[0-9a-f]{${from},${to}}`;
const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** The keys that begin like no other word: they are masked wherever they stand. */
export const KEY_SHAPES: readonly KeyShape[] = [
  // Clouds and hosting
  { of: 'AWS access key', begins: ['AKIA', 'ASIA', 'ABIA', 'ACCA'], rest: '[A-Z0-9]{16}' },
  { of: 'AWS Bedrock key', begins: ['ABSK'], rest: BASE64(40) },
  { of: 'AWS session token', begins: ['IQoJb3JpZ2lu', 'FwoGZXIvYXdz'], rest: BASE64(40) },
  { of: 'Google API key', begins: ['AIza'], rest: URL64(30, 60) },
  { of: 'Google client secret', begins: ['GOCSPX-'], rest: URL64(20, 60) },
  { of: 'Google access token', begins: ['ya29.'], rest: URL64(20) },
  { of: 'Google refresh token', begins: ['1//0'], rest: URL64(30) },
  { of: 'Azure DevOps token', begins: [''], rest: '[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}' },
  { of: 'Entra client secret', begins: [''], rest: '[\\w~.-]{3}[0-9]Q~[\\w~.-]{31,34}' },
  { of: 'DigitalOcean', begins: ['dop_v1_', 'doo_v1_', 'dor_v1_'], rest: HEX(40, 80) },
  { of: 'Alibaba Cloud', begins: ['LTAI'], rest: LETTERS(12, 24) },
  { of: 'Tencent Cloud', begins: ['AKID'], rest: LETTERS(28, 40) },
  { of: 'Yandex Cloud', begins: ['AQVN', 'y0_', 'y1_', 'y2_', 'y3_', 't1.9eue'], rest: URL64(30) },
  { of: 'Heroku', begins: ['HRKU-'], rest: URL64(30, 90) },
  { of: 'Cloudflare origin key', begins: ['v1.0-'], rest: `${HEX(20, 30)}-${HEX(100, 200)}` },
  { of: 'Fly.io', begins: ['FlyV1 fm', 'fm1a_', 'fm1r_', 'fm2_'], rest: '[\\w+/,=-]{20,2000}' },
  { of: 'Databricks', begins: ['dapi'], rest: `${HEX(32)}(?:-\\d)?` },
  { of: 'Pulumi', begins: ['pul-'], rest: HEX(40) },
  { of: 'Terraform Cloud', begins: [''], rest: '[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{40,100}' },
  { of: 'Vault', begins: ['hvs.', 'hvb.', 'hvr.'], rest: URL64(20) },
  { of: 'Vault, older', begins: ['s.'], rest: `${LETTERS(24, 24)}(?![\\w.-])` },
  { of: 'Doppler', begins: ['dp.'], rest: '(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{20,90}' },
  { of: '1Password', begins: ['ops_eyJ'], rest: URL64(20, 2000) },
  {
    of: '1Password secret key',
    begins: ['A3-'],
    rest: '[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}',
  },
  { of: 'Tailscale', begins: ['tskey-'], rest: URL64(16, 120) },
  { of: 'Supabase', begins: ['sbp_', 'sb_secret_'], rest: URL64(20, 90) },
  { of: 'PlanetScale', begins: ['pscale_pw_', 'pscale_tkn_', 'pscale_oauth_'], rest: URL64(20, 90) },
  { of: 'Netlify', begins: ['nfp_', 'nfo_', 'nfc_', 'nfu_'], rest: LETTERS(30, 60) },
  { of: 'Render', begins: ['rnd_'], rest: LETTERS(20, 60) },
  { of: 'Vercel', begins: ['vercel_blob_rw_', 'vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'], rest: URL64(20, 120) },
  { of: 'Scaleway', begins: ['SCW'], rest: '[A-Z0-9]{17}' },

  // Source forges, builds and package registries
  { of: 'GitHub', begins: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], rest: '\\w{20,255}' },
  { of: 'GitHub, fine-grained', begins: ['github_pat_'], rest: '\\w{20,255}' },
  {
    of: 'GitLab',
    begins: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'glsoat-',
      'gloas-',
      'glffct-',
      'glrtr-',
    ],
    rest: '[\\w.-]{16,300}',
  },
  { of: 'GitLab runner', begins: ['GR1348941'], rest: URL64(16, 40) },
  { of: 'Bitbucket', begins: ['ATBB', 'BBDC-'], rest: '[\\w+/=-]{20,120}' },
  { of: 'Atlassian', begins: ['ATATT3', 'ATCTT3', 'ATSTT3'], rest: '[\\w=-]{40,400}' },
  { of: 'npm', begins: ['npm_'], rest: LETTERS(30, 60) },
  { of: 'PyPI', begins: ['pypi-AgE'], rest: URL64(40) },
  { of: 'RubyGems', begins: ['rubygems_'], rest: HEX(40, 60) },
  { of: 'NuGet', begins: ['oy2'], rest: '[a-z0-9]{43}' },
  { of: 'crates.io', begins: ['cio'], rest: LETTERS(32, 32) },
  { of: 'Docker Hub', begins: ['dckr_pat_', 'dckr_oat_'], rest: URL64(20, 60) },
  { of: 'JFrog', begins: ['AKCp', 'cmVmdGtu'], rest: LETTERS(40, 120) },
  { of: 'SonarQube', begins: ['sqp_', 'squ_', 'sqa_', 'sqb_'], rest: HEX(40) },
  { of: 'Sourcegraph', begins: ['sgp_', 'slk_'], rest: '[0-9a-z_-]{40,100}' },
  { of: 'Clojars', begins: ['CLOJARS_'], rest: '[a-z0-9]{50,70}' },
  { of: 'CircleCI', begins: ['CCIPAT_', 'CCIPRJ_'], rest: '\\w{30,100}' },
  { of: 'Buildkite', begins: ['bkua_', 'bkat_'], rest: HEX(40, 64) },

  // Payment and shops
  { of: 'Stripe', begins: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_prod_'], rest: '\\w{10,255}' },
  { of: 'Stripe and others, webhooks', begins: ['whsec_'], rest: BASE64(24, 120) },
  { of: 'Square', begins: ['EAAA', 'sq0atp-', 'sq0csp-', 'sq0idp-'], rest: URL64(20, 120) },
  {
    of: 'Braintree',
    begins: ['access_token$production$', 'access_token$sandbox$'],
    rest: '[a-z0-9]{16}\\$[0-9a-f]{32}',
  },
  { of: 'Shopify', begins: ['shpat_', 'shpss_', 'shpca_', 'shppa_', 'shptka_'], rest: HEX(32) },
  { of: 'Flutterwave', begins: ['FLWSECK-', 'FLWSECK_TEST-'], rest: '\\w{12,60}(?:-X)?' },
  { of: 'Adyen', begins: ['AQE'], rest: BASE64(60, 600) },
  { of: 'Shippo', begins: ['shippo_live_', 'shippo_test_'], rest: HEX(40) },
  { of: 'EasyPost', begins: ['EZAK', 'EZTK'], rest: LETTERS(54, 54) },
  { of: 'Duffel', begins: ['duffel_live_', 'duffel_test_'], rest: URL64(40, 60) },
  { of: 'Razorpay', begins: ['rzp_live_', 'rzp_test_'], rest: LETTERS(14, 14) },
  { of: 'GoCardless', begins: ['live_', 'sandbox_'], rest: URL64(36, 60) },
  { of: 'Checkout.com', begins: ['sk_', 'sk_sbox_'], rest: `(?:${GUID}|[a-z0-9]{26,40})` },

  // Chat and telephony
  {
    of: 'Slack',
    begins: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxc-', 'xoxd-', 'xapp-', 'xoxe-', 'xoxe.'],
    rest: '[\\w.%+/-]{8,400}',
  },
  { of: 'Discord bot', begins: [''], rest: '[MNO][A-Za-z\\d_-]{23,26}\\.[\\w-]{6}\\.[\\w-]{27,40}' },
  { of: 'Telegram bot', begins: ['', 'bot'], rest: '\\d{8,10}:AA[\\w-]{32,34}' },
  { of: 'Twilio', begins: ['SK'], rest: `${HEX(32)}(?![\\w-])` },
  { of: 'Webex bot', begins: [''], rest: `[A-Za-z0-9+/=_-]{60,80}_[A-Z0-9]{4}_${GUID}` },

  // Mail and marketing
  { of: 'SendGrid', begins: ['SG.'], rest: '[\\w-]{16,32}\\.[\\w-]{16,64}' },
  { of: 'Mailgun', begins: ['key-'], rest: HEX(32) },
  { of: 'Mailgun, newer', begins: [''], rest: `${HEX(32)}-${HEX(8)}-${HEX(8)}(?![\\w-])` },
  { of: 'Mailchimp', begins: [''], rest: `${HEX(32)}-us\\d{1,2}` },
  { of: 'Brevo', begins: ['xkeysib-', 'xsmtpsib-'], rest: `${HEX(64)}-[A-Za-z0-9]{16}` },
  { of: 'HubSpot', begins: ['pat-na', 'pat-eu'], rest: `\\d-${GUID}` },
  { of: 'Klaviyo', begins: ['pk_'], rest: HEX(34) },
  { of: 'Resend', begins: ['re_'], rest: '[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,32}' },
  { of: 'Mandrill', begins: ['md-'], rest: URL64(22, 22) },
  { of: 'Intercom', begins: ['dG9rO'], rest: BASE64(40, 100) },

  // Machine learning
  { of: 'OpenAI, Anthropic, OpenRouter and others', begins: ['sk-'], rest: URL64(20, 300) },
  { of: 'Hugging Face', begins: ['hf_', 'api_org_'], rest: LETTERS(30, 50) },
  { of: 'Replicate', begins: ['r8_'], rest: LETTERS(30, 50) },
  { of: 'Groq', begins: ['gsk_'], rest: LETTERS(40, 70) },
  { of: 'xAI', begins: ['xai-'], rest: LETTERS(60, 100) },
  { of: 'Perplexity', begins: ['pplx-'], rest: LETTERS(40, 70) },
  { of: 'NVIDIA', begins: ['nvapi-'], rest: URL64(40, 90) },
  {
    of: 'LangSmith, Tavily and others',
    begins: ['lsv2_pt_', 'lsv2_sk_', 'tvly-', 'fw_', 'jina_', 'esecret_'],
    rest: URL64(20, 120),
  },

  // Watching and logs
  { of: 'New Relic', begins: ['NRAK-', 'NRII-', 'NRIQ-', 'NRJS-', 'NRRA-', 'NRBR-', 'NRAL-'], rest: URL64(16, 60) },
  { of: 'New Relic licence', begins: [''], rest: `${HEX(36)}NRAL` },
  { of: 'Grafana', begins: ['glsa_', 'glc_eyJ', 'eyJrIjoi'], rest: '[\\w+/=-]{30,600}' },
  { of: 'Sentry', begins: ['sntrys_', 'sntryu_', 'sntrya_'], rest: '[\\w+/=-]{40,400}' },
  { of: 'Honeycomb', begins: ['hcaik_', 'hcxik_', 'hcamk_'], rest: LETTERS(40, 90) },
  { of: 'Dynatrace', begins: ['dt0c01.', 'dt0s01.', 'dt0s16.'], rest: '[A-Z0-9]{24}\\.[A-Z0-9]{64}' },
  { of: 'PagerDuty', begins: ['u+'], rest: '[\\w-]{18}' },
  { of: 'Datadog client', begins: ['pub'], rest: HEX(32) },
  { of: 'Axiom, Better Stack, Logfire', begins: ['xaat-', 'xapt-', 'pylf_v1_'], rest: URL64(20, 90) },

  // Documents, design, identity and the rest
  { of: 'Postman', begins: ['PMAK-', 'PMAT-'], rest: '[A-Za-z0-9-]{20,90}' },
  { of: 'Linear', begins: ['lin_api_', 'lin_oauth_'], rest: LETTERS(30, 70) },
  { of: 'Notion', begins: ['secret_', 'ntn_'], rest: LETTERS(40, 60) },
  { of: 'Airtable', begins: ['pat'], rest: '[A-Za-z0-9]{14}\\.[0-9a-f]{64}' },
  { of: 'Figma', begins: ['figd_', 'figo_', 'figu_'], rest: URL64(36, 60) },
  { of: 'Dropbox', begins: ['sl.'], rest: URL64(60, 1500) },
  { of: 'Contentful', begins: ['CFPAT-'], rest: URL64(40, 60) },
  { of: 'Typeform', begins: ['tfp_'], rest: URL64(40, 80) },
  { of: 'Asana', begins: ['0/', '1/', '2/'], rest: '(?:\\d{16}(?:/\\d{16})?:)[0-9a-f]{32}' },
  { of: 'Salesforce', begins: ['00D'], rest: '[A-Za-z0-9]{12,15}![\\w.-]{60,200}' },
  { of: 'Okta', begins: ['00'], rest: '(?=[\\w-]{0,38}[A-Za-z])[\\w-]{40}(?![\\w-])' },
  { of: 'LaunchDarkly', begins: ['sdk-', 'api-', 'mob-'], rest: GUID },
  { of: 'ReadMe', begins: ['rdme_'], rest: LETTERS(60, 80) },
  { of: 'Mapbox', begins: ['sk.eyJ', 'tk.eyJ'], rest: '[\\w-]{20,400}(?:\\.[\\w-]{10,60})?' },
  { of: 'Facebook', begins: ['EAA'], rest: LETTERS(60, 400) },
  { of: 'X bearer', begins: ['AAAAAAAAAAAAAAAAAAAA'], rest: '[A-Za-z0-9%]{40,200}' },
  { of: 'Frame.io', begins: ['fio-u-'], rest: URL64(40, 90) },
  { of: 'age', begins: ['AGE-SECRET-KEY-1'], rest: '[A-Z0-9]{50,70}' },
  { of: 'Adafruit', begins: ['aio_'], rest: LETTERS(28, 28) },
  { of: 'Infracost', begins: ['ico-'], rest: LETTERS(32, 32) },
  { of: 'Prefect', begins: ['pnu_', 'pnb_'], rest: LETTERS(36, 36) },
  { of: 'PostHog', begins: ['phc_', 'phx_'], rest: LETTERS(40, 60) },
  { of: 'Snyk', begins: ['snyk_uat.'], rest: '[\\w.-]{20,200}' },
  { of: 'Cal.com', begins: ['cal_live_'], rest: URL64(20, 90) },
  { of: 'Django', begins: ['django-insecure-'], rest: '\\S{20,80}' },

  // Sessions of a directory whose tokens are no JWT
  { of: 'Entra refresh token', begins: ['0.A', '1.A'], rest: URL64(80, 3000) },
  { of: 'Live token', begins: ['M.C', 'M.R'], rest: '\\d{2,3}_[A-Z]{2,4}[\\w.*!$-]{40,2000}' },

  // Hashes of passwords
  { of: 'LM and NTLM', begins: [''], rest: '[0-9a-fA-F]{32}:[0-9a-fA-F]{32}(?![0-9a-fA-F])' },
  { of: 'bcrypt', begins: ['$2a$', '$2b$', '$2y$'], rest: '\\d{2}\\$[A-Za-z0-9./]{53}' },
  {
    of: 'crypt',
    begins: ['$1$', '$5$', '$6$', '$y$', '$apr1$', '$argon2id$', '$argon2i$', '$argon2d$', '$scrypt$'],
    rest: '[\\w$+/.=,-]{20,300}',
  },
];

/** A search for all of them at once, at the beginning of a word. */
export const KEYS = new RegExp(
  `(?<![A-Za-z0-9_])(?:${KEY_SHAPES.map(({ begins, rest }) => `(?:${begins.map(literal).join('|')})${rest}`).join('|')})`,
  'g',
);

function literal(text: string): string {
  return text.replace(/[$.*+?()[\]{}|^\\/-]/g, '\\$&');
}
