package org.sessionwatch.session;

/**
 * The PBX's own names for a dialog's leg.
 *
 * @param name channel name, such as {@code PJSIP/100-00000001}
 * @param uniqueid the channel's uniqueid, as in CDR and CEL
 * @param linkedid the uniqueid that all legs of the call share
 */
public record Channel(String name, String uniqueid, String linkedid) {}
