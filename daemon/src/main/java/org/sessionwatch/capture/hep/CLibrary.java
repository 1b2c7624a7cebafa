package org.sessionwatch.capture.hep;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library by which many datagrams are taken at once, as recvmmsg(2), dup(2),
 * getsockname(2), getsockopt(2) and shutdown(2) declare them; with Linux's numbers, which for these
 * are the same on x86_64 and aarch64.
 */
final class CLibrary {
  static final int SHUT_RD = 0;
  static final int SOL_SOCKET = 1;
  static final int SO_TYPE = 3;
  static final int SOCK_DGRAM = 2;
  static final int AF_INET = 2;

  /** Wait for the first datagram alone, and take of the others those that are there. */
  static final int MSG_WAITFORONE = 0x10000;

  static final int EINTR = 4;

  private static @Nullable CompletableFuture<Void> loading;

  private CLibrary() {}

  /**
   * Loads the library, once in a process and on a thread of its own: where nothing else has loaded
   * JNA yet, that takes a tenth of a second.
   *
   * @return done when the functions can be called, failed when they cannot be
   */
  static synchronized CompletableFuture<Void> load() {
    if (loading == null) {
      loading = CompletableFuture.runAsync(CLibrary::register, CLibrary::onThread);
    }
    return loading;
  }

  private static void onThread(Runnable task) {
    Thread thread = new Thread(task, "native-load");
    thread.setDaemon(true);
    thread.start();
  }

  private static void register() {
    if (!Platform.isLinux() || !(isArchitecture("x86-64") || isArchitecture("aarch64"))) {
      throw new UnsatisfiedLinkError(
          "not known how " + System.getProperty("os.name") + " lays it out on " + Platform.ARCH);
    }
    Native.register(CLibrary.class, NativeLibrary.getInstance("c"));
  }

  private static boolean isArchitecture(String name) {
    return Platform.ARCH.equals(name);
  }

  static native int recvmmsg(
      int descriptor, Pointer messages, int count, int flags, @Nullable Pointer timeout);

  static native int dup(int descriptor);

  static native int getsockname(int descriptor, Pointer address, Pointer length);

  static native int getsockopt(
      int descriptor, int level, int option, Pointer value, Pointer length);

  static native int shutdown(int descriptor, int how);

  static native int close(int descriptor);
}
