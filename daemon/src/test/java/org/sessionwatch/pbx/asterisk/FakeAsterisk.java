package org.sessionwatch.pbx.asterisk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of Asterisk's manager interface as the client uses, on a real socket, made to fail on
 * demand. Its lines are those of Asterisk 22.
 */
final class FakeAsterisk implements AutoCloseable {
  static final String USER = "sessionwatch";
  static final String SECRET = "right";
  private static final String ENDPOINT = "PJSIP_ENDPOINT(";
  private static final String CHALLENGE = "163720402";

  /** A channel that it has; {@code callId} null for one that does not tell. */
  record Chan(String name, String uniqueid, String linkedid, String callId) {}

  /** What it does not do: greet, answer anything, answer to the named action. */
  volatile boolean greets = true;

  volatile boolean answers = true;
  volatile String ignoredAction = "";
  volatile String deniedAction = "";

  /** What {@code timers} is set to, by endpoint; empty for one that it does not tell. */
  final Map<String, String> timers = new ConcurrentSkipListMap<>();

  volatile int held; // Getvars that wait for release()

  final Map<String, Chan> channels = new ConcurrentSkipListMap<>();
  final List<Map<String, String>> actions = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<Runnable> heldAnswers = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private Thread accepting;
  private final int port;

  FakeAsterisk() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = server.getLocalPort();
    accepting = accept(server);
  }

  int port() {
    return port;
  }

  /** Connections taken and not dropped. */
  int connections() {
    return open.size();
  }

  private Thread accept(ServerSocket on) {
    return thread(
        () -> {
          while (true) {
            Socket socket = on.accept();
            open.add(socket);
            thread(() -> serve(socket));
          }
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A closed socket is how its threads end.
              }
            },
            "fake-asterisk");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void serve(Socket socket) throws IOException {
    if (greets) {
      write(socket, "Asterisk Call Manager/11.0.0\r\n");
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    Map<String, String> action = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String line;
    while ((line = in.readLine()) != null) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        action.put(line.substring(0, colon), line.substring(colon + 1).strip());
      } else if (!action.isEmpty()) {
        actions.add(action);
        answer(socket, action);
        action = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      }
    }
  }

  private void answer(Socket socket, Map<String, String> action) {
    String name = action.getOrDefault("Action", "");
    if (!answers || name.equalsIgnoreCase(ignoredAction)) {
      return;
    }
    if (name.equalsIgnoreCase(deniedAction)) {
      respond(socket, action, "Error", "Message: Permission denied");
      return;
    }
    switch (name.toLowerCase(java.util.Locale.ROOT)) {
      case "challenge" -> respond(socket, action, "Success", "Challenge: " + CHALLENGE);
      case "login" -> login(socket, action);
      case "coreshowchannels" -> list(socket, action);
      case "getvar" -> getvar(socket, action);
      case "ping" -> respond(socket, action, "Success", "Ping: Pong", "Timestamp: 1795592.1");
      case "logoff" -> respond(socket, action, "Goodbye", "Message: Thanks for all the fish.");
      default -> respond(socket, action, "Error", "Message: Invalid/unknown command");
    }
  }

  private void login(Socket socket, Map<String, String> action) {
    if (USER.equals(action.get("Username")) && key().equalsIgnoreCase(action.get("Key"))) {
      respond(socket, action, "Success", "Message: Authentication accepted");
      write(socket, "Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n");
    } else {
      respond(socket, action, "Error", "Message: Authentication failed");
    }
  }

  private static String key() {
    try {
      byte[] text = (CHALLENGE + SECRET).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void list(Socket socket, Map<String, String> action) {
    respond(socket, action, "Success", "EventList: start", "Message: Channels will follow");
    for (Chan chan : channels.values()) {
      write(
          socket,
          "Event: CoreShowChannel\r\nActionID: "
              + action.get("ActionID")
              + "\r\nChannel: "
              + chan.name()
              + "\r\nChannelState: 6\r\nChannelStateDesc: Up\r\nCallerIDNum: 100\r\nUniqueid: "
              + chan.uniqueid()
              + "\r\nLinkedid: "
              + chan.linkedid()
              + "\r\nApplication: Dial\r\nDuration: 00:00:10\r\nBridgeId: \r\n\r\n");
    }
    write(
        socket,
        "Event: CoreShowChannelsComplete\r\nActionID: "
            + action.get("ActionID")
            + "\r\nEventList: Complete\r\nListItems: "
            + channels.size()
            + "\r\n\r\n");
  }

  private void getvar(Socket socket, Map<String, String> action) {
    String variable = action.getOrDefault("Variable", "");
    if (variable.startsWith(ENDPOINT)) {
      String endpoint = variable.substring(ENDPOINT.length(), variable.indexOf(','));
      String value = timers.getOrDefault(endpoint, "");
      respond(socket, action, "Success", "Variable: " + variable, "Value: " + value);
      return;
    }
    Runnable answer =
        () -> {
          Chan chan = channels.get(action.get("Channel"));
          if (chan == null) {
            respond(socket, action, "Error", "Message: No such channel");
          } else {
            respond(socket, action, "Success", "Variable: CHANNEL(x)", "Value: " + chan.callId());
          }
        };
    if (held > 0) {
      heldAnswers.add(answer);
    } else {
      answer.run();
    }
  }

  /** Answers every Getvar that was held. */
  void release() {
    held = 0;
    heldAnswers.forEach(Runnable::run);
    heldAnswers.clear();
  }

  private static void respond(
      Socket socket, Map<String, String> action, String response, String... lines) {
    write(
        socket,
        "Response: "
            + response
            + "\r\nActionID: "
            + action.get("ActionID")
            + "\r\n"
            + String.join("\r\n", lines)
            + "\r\n\r\n");
  }

  private static void write(Socket socket, String text) {
    try {
      OutputStream out = socket.getOutputStream();
      synchronized (socket) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  /** Sends an event to every client; lines as {@code Name: value}. */
  void event(String name, String... lines) {
    String text = "Event: " + name + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    open.forEach(socket -> write(socket, text));
  }

  /** A call comes in: the channel is there and its Newchannel is sent. */
  void newChannel(String name, String uniqueid, String linkedid, String callId) {
    channels.put(name, new Chan(name, uniqueid, linkedid, callId));
    event(
        "Newchannel",
        "Privilege: call,all",
        "Channel: " + name,
        "ChannelState: 4",
        "ChannelStateDesc: Ring",
        "CallerIDNum: 100",
        "Language: en",
        "AccountCode: ",
        "Context: default",
        "Exten: 200",
        "Priority: 1",
        "Uniqueid: " + uniqueid,
        "Linkedid: " + linkedid);
  }

  /** The channel is hung up; {@code more} are lines after those every Asterisk sends. */
  void hangup(String name, String uniqueid, int cause, String text, String... more) {
    channels.remove(name);
    String[] lines = {
      "Privilege: call,all",
      "Channel: " + name,
      "ChannelState: 6",
      "Uniqueid: " + uniqueid,
      "Linkedid: " + uniqueid,
      "Cause: " + cause,
      "Cause-txt: " + text
    };
    String[] all = java.util.Arrays.copyOf(lines, lines.length + more.length);
    System.arraycopy(more, 0, all, lines.length, more.length);
    event("Hangup", all);
  }

  long count(String action) {
    return actions.stream().filter(a -> action.equalsIgnoreCase(a.get("Action"))).count();
  }

  List<Map<String, String>> sent(String action) {
    return actions.stream().filter(a -> action.equalsIgnoreCase(a.get("Action"))).toList();
  }

  /** Ends every connection; new ones are still taken. */
  void dropConnections() {
    open.forEach(FakeAsterisk::shut);
    open.clear();
  }

  /** Is gone, port and all. */
  void stop() {
    shut(server);
    try {
      accepting.join(); // the kernel lets go of the port when its accept has returned
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dropConnections();
  }

  /** Is there again on the same port. */
  void startAgain() throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    accepting = accept(server);
  }

  private static void shut(java.io.Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
