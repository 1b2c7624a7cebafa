package org.sessionwatch.benchmarks.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JVM that loads the classes which a file lists, says {@code ready} and does nothing until its
 * input ends. Sees {@code java.*} alone, so that it can stand in a jar beside any libraries.
 */
public final class BareJvm {
  private BareJvm() {}

  /** The file's name is the one argument. */
  public static void main(String[] arguments) throws IOException {
    ClassLoader loader = BareJvm.class.getClassLoader();
    int loaded = 0;
    for (String name : Files.readAllLines(Path.of(arguments[0]))) {
      try {
        Class.forName(name, false, loader);
        loaded++;
      } catch (ClassNotFoundException | LinkageError e) {
        // A proxy or another class that was made while the daemon ran.
      }
    }
    System.out.println("ready with " + loaded + " classes");
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
