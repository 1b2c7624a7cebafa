package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DialogIdsTest {
  /** Ids stand in databases that older daemons wrote. */
  @Test
  void an_id_is_the_one_that_java_makes_of_the_parts() {
    for (int call = 0; call < 1_000; call++) {
      byte[] name = ("call-" + call + "\0a\0bü").getBytes(StandardCharsets.UTF_8);
      assertThat(DialogIds.dialogId("call-" + call, "bü", "a"))
          .isEqualTo(UUID.nameUUIDFromBytes(name));
    }
  }
}
