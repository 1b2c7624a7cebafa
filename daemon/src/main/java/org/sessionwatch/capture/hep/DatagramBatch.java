package org.sessionwatch.capture.hep;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;

/**
 * Up to 64 datagrams by one system call, recvmmsg(2).
 *
 * <p>The kernel fills a row of these, which is the same for glibc and musl, on x86_64 and aarch64:
 *
 * <pre>
 * mmsghdr   0 name   8 length of name (u32)   16 iovec   24 number of iovecs
 *          32 control   40 length of control   48 flags (u32)   56 received bytes (u32)   64 end
 * iovec     0 base   8 length   16 end
 * </pre>
 *
 * <p>Each has 64 KiB, so none is ever cut. Of these 4 MiB only those pages take memory that
 * something was written to: one or two of each, as long as datagrams are SIP messages.
 */
final class DatagramBatch implements Datagrams {
  private static final int MOST = 64;

  private static final int HEADER_BYTES = 64;
  private static final int NAME_LENGTH_AT = 8;
  private static final int VECTOR_AT = 16;
  private static final int VECTORS_AT = 24;
  private static final int RECEIVED_AT = 56;
  private static final int VECTOR_BYTES = 16;

  private final OwnDescriptor descriptor;
  private final Memory headers = new Memory((long) MOST * HEADER_BYTES);
  private final Memory vectors = new Memory((long) MOST * VECTOR_BYTES);
  private final Memory names = new Memory((long) MOST * NativeAddress.BYTES);
  private final Memory block = new Memory((long) MOST * DatagramLoop.MOST_BYTES);
  private final ByteBuffer headerBytes = bytes(headers);
  private final ByteBuffer nameBytes = bytes(names);
  private final ByteBuffer blockBytes = bytes(block);
  private final NativeAddress addresses = new NativeAddress();

  private DatagramBatch(OwnDescriptor descriptor) {
    this.descriptor = descriptor;
    headers.clear();
    for (int i = 0; i < MOST; i++) {
      long vector = (long) i * VECTOR_BYTES;
      vectors.setPointer(vector, block.share((long) i * DatagramLoop.MOST_BYTES));
      vectors.setLong(vector + Native.POINTER_SIZE, DatagramLoop.MOST_BYTES);
      long header = (long) i * HEADER_BYTES;
      headers.setPointer(header, names.share((long) i * NativeAddress.BYTES));
      headers.setInt(header + NAME_LENGTH_AT, NativeAddress.BYTES);
      headers.setPointer(header + VECTOR_AT, vectors.share(vector));
      headers.setLong(header + VECTORS_AT, 1);
    }
  }

  private static ByteBuffer bytes(Memory memory) {
    return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
  }

  /**
   * Takes from the channel's socket; after {@link CLibrary#load}. Java is not to receive from it
   * any more.
   *
   * @throws IOException when the socket is not found
   */
  static DatagramBatch of(DatagramChannel channel) throws IOException {
    return new DatagramBatch(OwnDescriptor.of(channel));
  }

  @Override
  public int most() {
    return MOST;
  }

  @Override
  public int receive() throws IOException {
    int count =
        CLibrary.recvmmsg(descriptor.number(), headers, MOST, CLibrary.MSG_WAITFORONE, null);
    if (count < 0) {
      int error = Native.getLastError();
      if (error == CLibrary.EINTR) {
        return 0;
      }
      throw new IOException("recvmmsg: error " + error);
    }
    // A socket that was shut down gives an empty last one, of nobody.
    int received = count > 0 && nameLength(count - 1) == 0 ? count - 1 : count;
    for (int i = 0; i < count; i++) {
      headerBytes.putInt(i * HEADER_BYTES + NAME_LENGTH_AT, NativeAddress.BYTES);
    }
    return received;
  }

  private int nameLength(int index) {
    return headerBytes.getInt(index * HEADER_BYTES + NAME_LENGTH_AT);
  }

  @Override
  public InetAddress sender(int index) {
    return addresses.read(nameBytes, index * NativeAddress.BYTES);
  }

  @Override
  public int read(int index, byte[] into) {
    int length = headerBytes.getInt(index * HEADER_BYTES + RECEIVED_AT);
    blockBytes.get(index * DatagramLoop.MOST_BYTES, into, 0, length);
    return length;
  }

  @Override
  public void wake() {
    descriptor.wake();
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
