// Five user agents of JsSIP, each with a WebSocket of its own: three call Asterisk, two are called by it.
const JsSIP = require('jssip');

const asterisk = location.hash.slice(1);
const callers = {
  alice: {},
  bob: {session_timers_refresh_method: 'INVITE'},
  carol: {session_timers: false},
};
const called = {
  dave: {},
  erin: {session_timers: false},
};

// Silence instead of a microphone: no permission to ask for, and nobody listens.
const media = () => ({
  mediaStream: new AudioContext().createMediaStreamDestination().stream,
  pcConfig: {iceServers: []},
});

function agent(name, settings, register) {
  return new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(`ws://${asterisk}/ws`)],
    uri: `sip:${name}@pbx.example`,
    contact_uri: `sip:${name}@${name}.invalid;transport=ws`, // not a random name in each recording
    register,
    ...settings,
  });
}

// On loopback Chromium finds no ICE candidate, and without one Asterisk answers without ICE, which Chromium refuses.
function claimCandidate(e) {
  if (e.originator === 'local' && e.type === 'offer') {
    e.sdp += 'a=candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host\r\n';
  }
}

function watch(name, session) {
  session.on('sdp', claimCandidate);
  for (const event of ['accepted', 'confirmed', 'ended', 'failed']) {
    session.on(event, (e) => console.log(name, event, e.cause || ''));
  }
}

function call(name, ua) {
  const session = ua.call('sip:8001@pbx.example', media());
  watch(name, session);
  session.on('confirmed', () => setTimeout(() => session.terminate(), 100000));
}

for (const [name, settings] of Object.entries(callers)) {
  const ua = agent(name, settings, false);
  ua.on('connected', () => call(name, ua));
  ua.start();
}
for (const [name, settings] of Object.entries(called)) {
  const ua = agent(name, settings, true);
  ua.on('newRTCSession', ({session}) => {
    watch(name, session);
    session.answer(media());
  });
  ua.on('registered', () => console.log(name, 'registered'));
  ua.start();
}
