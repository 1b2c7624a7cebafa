package org.sessionwatch.capture.stream;

/** How messages lie in a stream. */
interface Framing {
  /** Longer messages are not held: no SIP message comes near. */
  int LONGEST = 1 << 17;

  /**
   * Goes one message or frame forward.
   *
   * @param at where it begins; at least one byte before {@code to}
   * @return where the next one begins, beyond {@code to} when the rest is to be passed over; or
   *     what {@link Found#more} or {@link Found#lost} gave
   */
  long step(byte[] bytes, int at, int to, Found found);

  /** Bytes kept from one step to the next. */
  int bytesHeld();

  /** What a step found. */
  interface Found {
    void sip(byte[] bytes, int from, int to);

    void hep(byte[] bytes, int from, int to);

    void malformed();

    void compressed();

    /** From here on the stream is framed in another way. */
    void framedBy(Framing framing);

    /**
     * The bytes do not hold all of it.
     *
     * @param wanted how many there must be at least, from its beginning; 0 when not known
     */
    long more(int wanted);

    /** This is not how the stream is framed. */
    long lost();
  }
}
