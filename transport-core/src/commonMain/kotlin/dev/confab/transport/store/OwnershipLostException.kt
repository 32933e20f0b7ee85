package dev.confab.transport.store

/** The session was taken over by another node that shares the store: this client must stop using it. */
public class OwnershipLostException(sessionId: String) : StoreException("Session $sessionId was taken over by another node.")
