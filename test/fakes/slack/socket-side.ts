/** Slack's side of Socket Mode. */
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** Slack's side of Socket Mode: says hello, sends envelopes, and records acknowledgements. */
export class SocketSide {
  readonly #sockets = new Set<WebSocket>();
  readonly #server = new WebSocketServer({ noServer: true, autoPong: false });
  /** Envelope ids in the order they were acknowledged, each with the answer in it. */
  readonly acks: { id: string; payload: unknown }[] = [];
  /** The number of connections there ever were. */
  connections = 0;
  /** Whether new sockets say hello, and below it whether sockets answer pings. */
  hello = true;
  alive = true;
  #count = 0;

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) =>
      this.#server.handleUpgrade(request, socket, head, (ws) => this.#welcome(ws)),
    );
  }

  get open(): number {
    return this.#sockets.size;
  }

  /** Sends a payload to one of the sockets, as Slack does; answers its envelope's id. */
  deliver(type: 'events_api' | 'interactive' | 'slash_commands', payload: object, id = `env-${++this.#count}`): string {
    const sockets = [...this.#sockets];
    const ws = sockets[this.#count % sockets.length]!;
    ws.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: type !== 'events_api' }));
    return id;
  }

  /** Asks for a new connection, as Slack does every few hours. */
  refresh(): void {
    for (const ws of this.#sockets) ws.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const ws of this.#sockets) ws.terminate();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #welcome(ws: WebSocket): void {
    this.connections += 1;
    this.#sockets.add(ws);
    ws.on('close', () => this.#sockets.delete(ws));
    ws.on('ping', (data) => {
      if (this.alive) ws.pong(data);
    });
    ws.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload: unknown };
      this.acks.push({ id: envelope_id, payload });
    });
    if (this.hello) ws.send(JSON.stringify({ type: 'hello', num_connections: this.#sockets.size }));
  }
}
