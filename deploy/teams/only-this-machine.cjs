// Loaded before the Agents Playground: it listens on every interface and can't be told otherwise; here it listens on this machine.
const { Server } = require('node:net');

const { listen } = Server.prototype;
Server.prototype.listen = function listenHere(first, ...rest) {
  if (typeof first === 'object' && first !== null && 'port' in first && !first.host)
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
  if (/^\d+$/.test(String(first)) && typeof rest[0] !== 'string') return listen.call(this, first, '127.0.0.1', ...rest);
  return listen.call(this, first, ...rest);
};
