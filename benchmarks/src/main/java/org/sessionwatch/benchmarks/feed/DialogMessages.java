package org.sessionwatch.benchmarks.feed;

/** The SIP messages of single dialogs, mirrored on one hop, for engines that are fed directly. */
public final class DialogMessages {
  private final Template[][] variants = new Template[SipTexts.VARIANTS][];

  private static final int INVITE = 0;
  private static final int ANSWER = 1;
  private static final int ACK = 2;
  private static final int UPDATE = 3;
  private static final int UPDATED = 4;

  public DialogMessages() {
    for (int i = 0; i < variants.length; i++) {
      SipTexts sip = new SipTexts(i);
      variants[i] =
          new Template[] {
            new Template(sip.invite(false)),
            new Template(sip.answer(false)),
            new Template(sip.ack(false)),
            new Template(sip.update(false)),
            new Template(sip.updated(false))
          };
    }
  }

  public byte[] invite(int call) {
    return message(call, INVITE);
  }

  public byte[] answer(int call) {
    return message(call, ANSWER);
  }

  public byte[] ack(int call) {
    return message(call, ACK);
  }

  public byte[] update(int call) {
    return message(call, UPDATE);
  }

  public byte[] updated(int call) {
    return message(call, UPDATED);
  }

  private byte[] message(int call, int which) {
    return variants[call & 0xf][which].filled(call).clone();
  }
}
