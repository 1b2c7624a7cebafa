package org.sessionwatch.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.time.Micros;

/**
 * How a value is written into a block of changes. Null is a value of each kind, though not of each
 * component.
 */
sealed interface ValueKind permits ValueKind.Plain, RecordLayout, RecordLayout.ListOf {
  /** By which a layout names it. */
  String word();

  void write(BlockOutput to, @Nullable Object value);

  @Nullable Object read(BlockInput from) throws IOException;

  /** What is no record. Numbers are read as {@code Long}, words as their text. */
  enum Plain implements ValueKind {
    TEXT {
      @Override
      public void write(BlockOutput to, @Nullable Object value) {
        to.text((String) value);
      }

      @Override
      public @Nullable Object read(BlockInput from) throws IOException {
        return from.text();
      }
    },

    /** A constant by its name. */
    WORD {
      @Override
      public void write(BlockOutput to, @Nullable Object value) {
        to.text(value == null ? null : ((Enum<?>) value).name());
      }

      @Override
      public @Nullable Object read(BlockInput from) throws IOException {
        return from.text();
      }
    },

    NUMBER {
      @Override
      void writeValue(BlockOutput to, Object value) {
        to.signed(((Number) value).longValue());
      }

      @Override
      Object readValue(BlockInput from) throws IOException {
        return from.signed();
      }
    },

    FLAG {
      @Override
      void writeValue(BlockOutput to, Object value) {
        to.unsigned((Boolean) value ? 1 : 0);
      }

      @Override
      Object readValue(BlockInput from) throws IOException {
        return from.unsigned() != 0;
      }
    },

    /** In microseconds: what the tables keep, too. */
    INSTANT {
      @Override
      void writeValue(BlockOutput to, Object value) {
        to.instant(Micros.of((Instant) value));
      }

      @Override
      Object readValue(BlockInput from) throws IOException {
        return Micros.toInstant(from.instant());
      }
    },

    ID {
      @Override
      void writeValue(BlockOutput to, Object value) {
        UUID id = (UUID) value;
        to.fixed(id.getMostSignificantBits());
        to.fixed(id.getLeastSignificantBits());
      }

      @Override
      Object readValue(BlockInput from) throws IOException {
        return new UUID(from.fixed(), from.fixed());
      }
    },

    /** The bytes of the address, or its name where it is not resolved, and the port. */
    ADDRESS {
      @Override
      void writeValue(BlockOutput to, Object value) {
        InetSocketAddress address = (InetSocketAddress) value;
        InetAddress host = address.getAddress();
        to.unsigned(host == null ? 1 : 0);
        to.raw(
            host == null
                ? address.getHostString().getBytes(StandardCharsets.UTF_8)
                : host.getAddress());
        to.unsigned(address.getPort());
      }

      @Override
      Object readValue(BlockInput from) throws IOException {
        boolean named = from.unsigned() != 0;
        byte[] host = from.raw();
        int port = (int) from.unsigned() & 0xffff;
        return named
            ? InetSocketAddress.createUnresolved(new String(host, StandardCharsets.UTF_8), port)
            : new InetSocketAddress(InetAddress.getByAddress(host), port);
      }
    };

    @Override
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void write(BlockOutput to, @Nullable Object value) {
      to.unsigned(value == null ? 0 : 1);
      if (value != null) {
        writeValue(to, value);
      }
    }

    @Override
    public @Nullable Object read(BlockInput from) throws IOException {
      return from.unsigned() == 0 ? null : readValue(from);
    }

    void writeValue(BlockOutput to, Object value) {
      throw new UnsupportedOperationException(word());
    }

    Object readValue(BlockInput from) throws IOException {
      throw new UnsupportedOperationException(word());
    }
  }
}
