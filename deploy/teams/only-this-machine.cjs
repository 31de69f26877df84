/**
 * Keeps the Agents Playground on this machine; loaded before it. It would listen on every interface, and has no setting
 * against that.
 */

const { Server } = require('node:net');

const { listen } = Server.prototype;
Server.prototype.listen = function listenHere(first, ...rest) {
  if (typeof first === 'object' && first !== null && 'port' in first && !first.host)
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
  if (/^\d+$/.test(String(first)) && typeof rest[0] !== 'string') return listen.call(this, first, '127.0.0.1', ...rest);
  return listen.call(this, first, ...rest);
};
