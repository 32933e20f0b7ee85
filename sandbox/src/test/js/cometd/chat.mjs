// Holds a chat with a sandbox by the client library of the CometD project, over one kind of connection.
// node chat.mjs http://127.0.0.1:PORT long-polling|websocket [folder of node_modules]
import {createRequire} from 'node:module';

const [url, type, modules] = process.argv.slice(2);
const require = createRequire(modules ? modules + '/' : import.meta.url);
require('cometd-nodejs-client').adapt();
const {CometD} = require('cometd');

const CHANNEL = '/service/chatV2/support';
const PATIENCE = 20000;

setTimeout(() => fail('The chat was not over in time'), 2 * PATIENCE).unref();

function fail(why) {
  console.error('FAILED: ' + why);
  process.exit(1);
}

function expect(truth, what) {
  if (!truth) {
    fail(what);
  }
}

/** One CometD client, with the events that it got and those who wait for some. */
class Client {
  constructor() {
    this.events = [];
    this.waiting = [];
    this.cometd = new CometD();
    this.cometd.websocketEnabled = type === 'websocket';
    this.cometd.unregisterTransport('callback-polling');
    if (type === 'websocket') {
      this.cometd.unregisterTransport('long-polling');
    } else {
      this.cometd.unregisterTransport('websocket');
    }
    this.cometd.configure({url: url + '/genesys/cometd', logLevel: 'warn'});
  }

  async open() {
    const handshake = await this.call((done) => this.cometd.handshake(done));
    expect(handshake.successful, 'handshake: ' + JSON.stringify(handshake));
    const subscribed = await this.call((done) => this.cometd.subscribe(CHANNEL, (message) => this.take(message), done));
    expect(subscribed.successful, 'subscribe: ' + JSON.stringify(subscribed));
    expect(this.cometd.getTransport().type === type, 'the transport is ' + this.cometd.getTransport().type);
    return this;
  }

  call(deed) {
    return new Promise((resolve) => deed(resolve));
  }

  take(message) {
    this.events.push(message.data);
    this.waiting = this.waiting.filter((waiting) => !waiting());
  }

  /** Publishes, and checks that the acknowledgement carries no result. */
  async publish(data) {
    const reply = await this.call((done) => this.cometd.publish(CHANNEL, data, done));
    expect(reply.successful && reply.data === undefined, 'publish: ' + JSON.stringify(reply));
  }

  /** The first event, from now or before, with an entry that fits. */
  event(fits) {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.events.find((event) => (event.messages || []).some(fits));
        if (found) {
          resolve(found);
        }
        return Boolean(found);
      };
      if (!look()) {
        this.waiting.push(look);
      }
    });
  }

  close() {
    return this.call((done) => this.cometd.disconnect(done));
  }
}

const is = (kind, text) => (entry) => entry.type === kind && (text === undefined || entry.text === text);

const ada = await new Client().open();
await ada.publish({operation: 'requestChat', nickname: 'Ada', userData: {order: 'A-1'}});
const begun = await ada.event(is('ParticipantJoined'));
expect(begun.statusCode === 0 && begun.chatEnded === false && begun.secureKey, JSON.stringify(begun));
const secureKey = begun.secureKey;

await ada.publish({operation: 'sendMessage', message: 'Grüß Gott', secureKey});
const echo = await ada.event(is('Message', 'Grüß Gott'));
expect(echo.messages[0].from.type === 'Client' && echo.messages[0].index > begun.messages[0].index, JSON.stringify(echo));
await ada.event((entry) => entry.type === 'Message' && entry.from.type === 'Agent');

await ada.publish({operation: 'startTyping', message: 'he', secureKey});
await ada.event(is('TypingStarted', 'he'));
await ada.publish({operation: 'stopTyping', secureKey});
await ada.event(is('TypingStopped'));

// A burst goes out as one batch, and comes back in order.
ada.cometd.batch(() => {
  for (let i = 0; i < 5; i++) {
    ada.cometd.publish(CHANNEL, {operation: 'sendMessage', message: 'burst ' + i, secureKey});
  }
});
await ada.event(is('Message', 'burst 4'));
const own = ada.events.flatMap((event) => event.messages || []).filter((entry) => entry.from.type === 'Client');
const burst = own.filter((entry) => entry.type === 'Message' && entry.text.startsWith('burst'));
expect(burst.map((entry) => entry.text).join() === [0, 1, 2, 3, 4].map((i) => 'burst ' + i).join(), JSON.stringify(burst));

const second = await new Client().open();
await second.publish({operation: 'requestNotifications', secureKey, transcriptPosition: 0});
const whole = await second.event(is('Message', 'burst 4'));
expect(whole.messages[0].index === 1 && whole.messages.length >= 9, JSON.stringify(whole));

await second.publish({operation: 'sendMessage', message: 'from the second', secureKey});
await ada.event(is('Message', 'from the second'));
await ada.publish({operation: 'disconnect', secureKey});
const end = await ada.event(is('ParticipantLeft'));
expect(end.chatEnded === true, JSON.stringify(end));
expect((await second.event(is('ParticipantLeft'))).chatEnded === true, 'the second client was not told of the end');
await second.close();
await ada.close();
console.log('HELD ' + type + ' ' + begun.chatId);
process.exit(0);
