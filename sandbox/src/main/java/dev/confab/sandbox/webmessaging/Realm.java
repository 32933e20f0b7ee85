package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.identity.Logins;
import dev.confab.sandbox.journal.Journal;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What all rules of the service share.
 *
 * @param options how the service is set up
 * @param deployments the deployments that exist
 * @param sessions the sessions that live
 * @param attachments the files of the sessions
 * @param accounts the users with their conversations
 * @param logins who is logged in
 * @param violations how often rates were exceeded
 * @param clock the time
 * @param ids where ids come from
 * @param journal where it is written down what was stored
 * @param faults what goes wrong on purpose
 */
record Realm(
        ServiceOptions options,
        Deployments deployments,
        Sessions sessions,
        Attachments attachments,
        Accounts accounts,
        Logins logins,
        Violations violations,
        InstantSource clock,
        Ids ids,
        Journal journal,
        FaultPlan faults) {

    Instant now() {
        return clock.instant();
    }

    /** Asks a rate window, and counts it when that is full: {@link RateWindow#ADMITTED}, or when to try again. */
    int admit(RateWindow window) {
        int retryAfter = window.admit(now());
        if (retryAfter != RateWindow.ADMITTED) {
            violations.count(window.rate());
        }
        return retryAfter;
    }

    /** When an acknowledgement goes out: null for at once. */
    @Nullable
    Instant echoDue() {
        return options.echoDelay().isZero() ? null : now().plus(options.echoDelay());
    }
}
