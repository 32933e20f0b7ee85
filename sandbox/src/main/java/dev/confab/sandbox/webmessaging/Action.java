package dev.confab.sandbox.webmessaging;

/** What the service does when a guest asks for one of the actions of Web Messaging protocol notes §2.3. */
interface Action {

    /** Answers a request. */
    void answer(Turn turn);

    /** An action that only makes sense in a session; the service has looked it up and found it alive. */
    interface InSession {

        /** Answers a request. */
        void answer(Turn turn, Session session);
    }
}
