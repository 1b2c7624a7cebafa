/** Alerts reach the people: journal and webhook. */
@NullMarked
package org.sessionwatch.alert;

import org.jspecify.annotations.NullMarked;
