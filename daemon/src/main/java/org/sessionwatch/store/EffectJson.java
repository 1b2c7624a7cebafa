package org.sessionwatch.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sessionwatch.config.Addresses;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.Micros;

/**
 * Effects as format 1 of the spool had them: JSON by the names of their parts. A part that is not
 * known any more is passed over, one that was not there yet is null. Only read. Thread-safe.
 */
final class EffectJson {
  private static final Map<String, Class<? extends Effect>> KINDS =
      Arrays.stream(Effect.class.getPermittedSubclasses())
          .<Class<? extends Effect>>map(kind -> kind.asSubclass(Effect.class))
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(values())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .build();

  private EffectJson() {}

  /**
   * What was written.
   *
   * @throws IOException when it is of an unknown kind or not readable
   */
  static Effect read(String kind, byte[] json) throws IOException {
    Class<? extends Effect> type = KINDS.get(kind);
    if (type == null) {
      throw new IOException("a change of the unknown kind " + kind);
    }
    return JSON.readValue(json, type);
  }

  private static SimpleModule values() {
    SimpleModule module = new SimpleModule();
    module.addDeserializer(
        Instant.class,
        new JsonDeserializer<Instant>() {
          /** Microseconds since the epoch. */
          @Override
          public Instant deserialize(JsonParser from, DeserializationContext context)
              throws IOException {
            return Micros.toInstant(from.getLongValue());
          }
        });
    module.addDeserializer(
        InetSocketAddress.class,
        new JsonDeserializer<InetSocketAddress>() {
          @Override
          public InetSocketAddress deserialize(JsonParser from, DeserializationContext context)
              throws IOException {
            return address(from.getText());
          }
        });
    return module;
  }

  /** Of {@code 192.0.2.7:5060} or {@code [2001:db8::1]:5060}; nothing is looked up by name. */
  private static InetSocketAddress address(String text) throws IOException {
    int colon = text.lastIndexOf(':');
    String bare = text.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
    InetAddress host =
        Addresses.literal(bare).orElseThrow(() -> new IOException("no address: " + text));
    return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
  }
}
