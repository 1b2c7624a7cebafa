package org.sessionwatch.pbx.asterisk;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.asteriskjava.AsteriskVersion;
import org.asteriskjava.manager.AuthenticationFailedException;
import org.asteriskjava.manager.TimeoutException;
import org.asteriskjava.manager.action.ManagerAction;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.internal.ManagerConnectionImpl;
import org.asteriskjava.manager.response.ManagerResponse;
import org.asteriskjava.util.SocketConnectionFacade;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.AmiSettings;
import org.sessionwatch.pbx.Printable;

/**
 * One connection to Asterisk, from its login to its end; the next one is another object.
 *
 * <p>Used by the client's thread; {@link #cut} may be called by any. Events and answers come from
 * Asterisk-Java's dispatcher thread, which must not be made to wait.
 */
final class AmiLink {
  /** The class of events that tells of channels; all others would only cost both sides. */
  private static final String EVENT_MASK = "call";

  /** How long Asterisk may take to answer the Logoff before the socket is closed all the same. */
  private static final long LOGOFF_MS = 200;

  private final AmiSettings settings;
  private final AmiTimes times;
  private final Connection connection = new Connection();

  /**
   * Not connected yet.
   *
   * @param events gets this link and each event, on the dispatcher thread
   */
  AmiLink(AmiSettings settings, AmiTimes times, BiConsumer<AmiLink, ManagerEvent> events) {
    this.settings = settings;
    this.times = times;
    connection.setHostname(settings.host());
    connection.setPort(settings.port());
    connection.setUsername(settings.user());
    connection.setPassword(settings.secret().value());
    connection.setSocketTimeout(Math.toIntExact(times.connect().toMillis()));
    connection.setDefaultResponseTimeout(times.answer().toMillis());
    connection.registerUserEventClass(HangupWithTechCauseEvent.class);
    connection.addEventListener(event -> events.accept(this, event));
  }

  /**
   * Connects and logs in; waits for both.
   *
   * @throws AmiRefusedException when Asterisk does not accept user and secret
   * @throws IOException when it cannot be reached or does not answer as AMI; the text says what is
   *     wrong
   */
  void login() throws IOException {
    try {
      connection.login(EVENT_MASK);
    } catch (AuthenticationFailedException e) {
      if (e.getCause() == null) {
        throw new AmiRefusedException(text(e));
      }
      throw new IOException("the login was not answered", e);
    } catch (IOException | TimeoutException e) {
      throw new IOException(connectProblem(e), e);
    } catch (RuntimeException e) {
      // What Asterisk-Java makes of an interrupt, or of an answer that is not AMI at all.
      throw new IOException("the login broke off", e);
    }
  }

  private String connectProblem(Exception e) {
    if (connection.socket != null) {
      return "no AMI greeting within " + times.answer().toMillis() + " ms: is that its AMI port?";
    }
    if (e instanceof UnknownHostException) {
      return "the name " + settings.host() + " cannot be resolved";
    }
    if (e instanceof SocketTimeoutException) {
      return "no connection within " + times.connect().toMillis() + " ms";
    }
    return text(e);
  }

  /**
   * Sends an action without waiting for its answer.
   *
   * @param answer gets the answer on the dispatcher thread; null when the connection ended first
   * @throws IOException when the connection is gone
   */
  void send(ManagerAction action, Consumer<@Nullable ManagerResponse> answer) throws IOException {
    try {
      connection.sendAction(action, answer::accept);
    } catch (RuntimeException e) {
      throw new IOException("the connection is gone", e);
    }
  }

  /** Logs off where that is possible and ends the connection; within half a second. */
  void close() {
    connection.setDefaultResponseTimeout(LOGOFF_MS);
    try {
      connection.logoff();
    } catch (IllegalStateException e) {
      // It never was logged in, or its end was noticed already.
    }
    cut();
  }

  /** Closes the socket at once, which also ends a login that waits for an answer. Thread-safe. */
  void cut() {
    SocketConnectionFacade socket = connection.socket;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no more use either way.
      }
    }
  }

  private static String text(Exception e) {
    String message = e.getMessage();
    return Printable.of(message == null ? e.getClass().getSimpleName() : message);
  }

  /**
   * Asterisk-Java's connection without two habits: it connects again by itself every 50 ms, and
   * asks for Asterisk's version, which takes a right that this client needs for nothing else and,
   * without it, two seconds.
   */
  private static final class Connection extends ManagerConnectionImpl {
    private volatile @Nullable SocketConnectionFacade socket;

    @Override
    protected SocketConnectionFacade createSocket() throws IOException {
      if (socket != null) {
        throw new IOException("a new connection is a new object");
      }
      SocketConnectionFacade created = super.createSocket();
      socket = created;
      return created;
    }

    @Override
    protected AsteriskVersion determineVersion() {
      return AsteriskVersion.DEFAULT_VERSION;
    }
  }
}
