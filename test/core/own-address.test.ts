import assert from 'node:assert/strict';
import { ownAddress } from '../../src/core/own-address.ts';

describe('Firstline’s own address', () => {
  for (const [written, meant] of [
    ['https://firstline.contoso.com', 'https://firstline.contoso.com'],
    [' https://firstline.contoso.com// ', 'https://firstline.contoso.com'],
    ['https://firstline.contoso.com/api/messages', 'https://firstline.contoso.com'],
    ['firstline.contoso.com/slack/events/', 'https://firstline.contoso.com'],
    ['https://contoso.com/help/slack/events', 'https://contoso.com/help'],
    ['localhost:3978', 'http://localhost:3978'],
    ['127.0.0.1:3978/api/messages', 'http://127.0.0.1:3978'],
    ['HTTP://10.0.0.7:3978', 'HTTP://10.0.0.7:3978'],
  ] as const)
    it(`is meant by ${JSON.stringify(written)}`, () => assert.equal(ownAddress(written), meant));
});
