package org.sessionwatch.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.KeyedHash;

/**
 * The calls by their Call-ID: a hash table whose chains go through the calls themselves, and which
 * knows each Call-ID by the bytes that its call keeps. With a million calls open, a {@code HashMap}
 * takes 60 bytes a call more, for its nodes and for strings.
 */
final class CallTable {
  private static final Comparator<Call> BY_CALL_ID =
      (one, other) -> Arrays.compareUnsigned(one.callIdBytes(), other.callIdBytes());

  private final KeyedHash hash = new KeyedHash();
  private @Nullable Call[] chains = new Call[64];
  private int size;

  /** The call with this Call-ID; null when there is none. */
  @Nullable Call find(String callId) {
    byte[] wanted = callId.getBytes(StandardCharsets.UTF_8);
    for (Call call = chains[chainOf(wanted)]; call != null; call = call.next) {
      if (Arrays.equals(call.callIdBytes(), wanted)) {
        return call;
      }
    }
    return null;
  }

  /** Makes a call for a Call-ID that has none. */
  Call add(EngineContext engine, String callId, String pbx) {
    Call call = new Call(engine, callId.getBytes(StandardCharsets.UTF_8), pbx);
    if (size == chains.length) {
      grow();
    }
    put(call);
    size++;
    return call;
  }

  private void put(Call call) {
    int chain = chainOf(call.callIdBytes());
    chains[chain] = Chained.with(chains[chain], call);
  }

  private void grow() {
    @Nullable Call[] before = chains;
    chains = new Call[before.length * 2];
    for (Call first : before) {
      Call call = first;
      while (call != null) {
        Call following = call.next;
        call.next = null;
        put(call);
        call = following;
      }
    }
  }

  /** Takes a call out; it must be in. */
  void remove(Call call) {
    int chain = chainOf(call.callIdBytes());
    chains[chain] = Chained.without(chains[chain], one -> one == call);
    size--;
  }

  private int chainOf(byte[] callId) {
    return (int) hash.of(callId) & chains.length - 1;
  }

  int size() {
    return size;
  }

  /** All, in whatever order. */
  List<Call> all() {
    List<Call> all = new ArrayList<>(size);
    for (Call first : chains) {
      for (Call call = first; call != null; call = call.next) {
        all.add(call);
      }
    }
    return all;
  }

  /** All, in the order of their Call-IDs: the same at each run, unlike that of the table. */
  List<Call> inOrder() {
    List<Call> all = all();
    all.sort(BY_CALL_ID);
    return all;
  }
}
