package org.sessionwatch.sip;

/** What a scan gives: a message, or where and why the bytes are none. */
public sealed interface SipScan permits SipMessage, Malformed {}
