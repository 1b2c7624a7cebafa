package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.junit.jupiter.api.Test;

class ReceiveThreadTest {
  /** MINA's buffers set the allocator anew when they are made: ours must outlive that. */
  @Test
  void a_thread_reads_into_its_one_buffer_whatever_else_is_allocated() throws Exception {
    ReceiveThread.lendBuffersToMina();
    List<byte[]> read = new ArrayList<>();
    ReceiveThread thread =
        new ReceiveThread(
            () -> {
              for (int i = 0; i < 3; i++) {
                read.add(IoBuffer.allocate(ReceiveThread.BUFFER_BYTES).array());
                IoBuffer.allocate(10);
                IoBuffer.wrap(new byte[10]);
              }
            },
            "receive");
    thread.start();
    thread.join();
    assertThat(read).hasSize(3);
    assertThat(read.get(1)).isSameAs(read.get(0));
    assertThat(read.get(2)).isSameAs(read.get(0));
  }
}
