package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  @TempDir Path kernel;

  private String hostName() {
    return new Environment(name -> null, false, Path.of("/home/x"), kernel).hostName();
  }

  @Test
  void the_hosts_name_is_the_kernels() throws IOException {
    Files.createDirectory(kernel.resolve("kernel"));
    Files.writeString(kernel.resolve("kernel/hostname"), "pbx1\n");
    assertThat(hostName()).isEqualTo("pbx1");
    assertThat(Environment.ofThisProcess().hostName()).isNotBlank();
  }

  @Test
  void where_the_kernel_hides_it_it_is_localhost() {
    assertThat(hostName()).isEqualTo("localhost");
  }
}
