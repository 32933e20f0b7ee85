package dev.confab.client.messaging;

import dev.confab.transport.model.ConversationQuery;
import org.jspecify.annotations.Nullable;

/** What to look for among the conversations of the user. Everywhere and however old, unless it says otherwise. For one thread at a time. */
public final class MessagingQuery {

    private String query = "";
    private boolean searchSubject = true;
    private boolean searchParticipants = true;
    private boolean searchBody = true;
    private @Nullable Long queryAfterMillis;

    /** A query that finds everything. */
    public MessagingQuery() {}

    /**
     * A query for a text, everywhere.
     *
     * @param query what to find
     */
    public MessagingQuery(String query) {
        this.query = query;
    }

    /**
     * Says what to find.
     *
     * @param query the text; empty: everything
     * @return this
     */
    public MessagingQuery setQuery(String query) {
        this.query = query;
        return this;
    }

    /**
     * Says whether subjects are looked at.
     *
     * @param search default true
     * @return this
     */
    public MessagingQuery searchSubject(boolean search) {
        searchSubject = search;
        return this;
    }

    /**
     * Says whether participants are looked at.
     *
     * @param search default true
     * @return this
     */
    public MessagingQuery searchParticipants(boolean search) {
        searchParticipants = search;
        return this;
    }

    /**
     * Says whether the texts of messages are looked at.
     *
     * @param search default true
     * @return this
     */
    public MessagingQuery searchBody(boolean search) {
        searchBody = search;
        return this;
    }

    /**
     * Looks only at what changed since.
     *
     * @param epochMillis milliseconds since the epoch
     * @return this
     */
    public MessagingQuery setQueryAfter(long epochMillis) {
        queryAfterMillis = epochMillis;
        return this;
    }

    ConversationQuery toValue() {
        return new ConversationQuery(query, searchSubject, searchParticipants, searchBody, queryAfterMillis);
    }
}
