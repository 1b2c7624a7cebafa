package org.sessionwatch.store.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A program that runs the embedded server until its standard input ends. */
final class ServerMain {
  private ServerMain() {}

  /** Prints "ready" and the account that the server runs under, or what is wrong. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]))) {
      System.out.println("ready: " + database.psql());
      System.out.println(System.in.read() < 0 ? "over" : "told");
    } catch (RuntimeException e) {
      System.out.println(e.getMessage());
    }
  }
}
