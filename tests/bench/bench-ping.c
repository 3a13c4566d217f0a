/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-ping NAME: asks the X11 window whose class is NAME every 10 ms whether it lives
 * (_NET_WM_PING, answered by the program's main loop) until standard input ends. Prints a line for
 * each answer: when it was asked (ms from the start) and how long it took (ms). */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#define INTERVAL_MS 10

static Atom protocols, ping;

static double
now_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static int
takes_pings (Display *display, Window window)
{
  Atom *atoms = NULL;
  int n = 0, found = 0;

  if (XGetWMProtocols (display, window, &atoms, &n) != 0)
    for (int i = 0; i < n; i++)
      found |= atoms[i] == ping;
  if (atoms != NULL)
    XFree (atoms);
  return found;
}

static Window
find (Display *display, Window from, const char *name)
{
  Window root, parent, *children = NULL, found = None;
  unsigned int n = 0;
  XClassHint hint = { NULL, NULL };
  XWindowAttributes attributes;

  if (XGetClassHint (display, from, &hint) != 0 && XGetWindowAttributes (display, from, &attributes) != 0
      && attributes.map_state == IsViewable && hint.res_class != NULL
      && (strcmp (hint.res_class, name) == 0 || strcmp (hint.res_name, name) == 0)
      && takes_pings (display, from))
    found = from;
  if (found == None && XQueryTree (display, from, &root, &parent, &children, &n) != 0)
    for (unsigned int i = 0; i < n && found == None; i++)
      found = find (display, children[i], name);
  if (children != NULL)
    XFree (children);
  return found;
}

static void
ask (Display *display, Window window, long number)
{
  XEvent event;

  memset (&event, 0, sizeof event);
  event.xclient.type = ClientMessage;
  event.xclient.window = window;
  event.xclient.message_type = protocols;
  event.xclient.format = 32;
  event.xclient.data.l[0] = (long) ping;
  event.xclient.data.l[1] = number;
  event.xclient.data.l[2] = (long) window;
  XSendEvent (display, window, False, NoEventMask, &event);
  XFlush (display);
}

/* The answer is the question, sent back to the root window. */
static int
hear (Display *display, long number)
{
  int heard = 0;

  while (XPending (display) > 0) {
    XEvent event;

    XNextEvent (display, &event);
    heard |= event.type == ClientMessage && event.xclient.message_type == protocols
             && event.xclient.data.l[0] == (long) ping && event.xclient.data.l[1] == number;
  }
  return heard;
}

static int
wanted (int timeout)
{
  struct pollfd input = { STDIN_FILENO, POLLIN, 0 };

  return poll (&input, 1, timeout) == 0;
}

static int
run (Display *display, Window window)
{
  double start = now_ms ();

  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  for (long number = 1; wanted (INTERVAL_MS); number++) {
    double asked = now_ms ();
    struct pollfd answer = { ConnectionNumber (display), POLLIN, 0 };

    ask (display, window, number);
    while (!hear (display, number))
      if (poll (&answer, 1, 10000) == 0 || !wanted (0))
        return now_ms () - asked > 9000 ? 1 : 0;
    printf ("%.1f %.2f\n", asked - start, now_ms () - asked);
  }
  return 0;
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  Window window;
  int status;

  if (argc != 2 || display == NULL)
    return 2;
  protocols = XInternAtom (display, "WM_PROTOCOLS", False);
  ping = XInternAtom (display, "_NET_WM_PING", False);
  window = find (display, DefaultRootWindow (display), argv[1]);
  if (window == None) {
    fprintf (stderr, "no window of class %s that answers pings\n", argv[1]);
    return 1;
  }
  status = run (display, window);
  XCloseDisplay (display);
  return status;
}
