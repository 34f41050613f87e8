// What drivers import lazily is here before time begins: a disk is no part of virtual time.
import '../../devices/display-alpha/driver.ts';
import '../../devices/display-alpha/emulator.ts';
import '../../devices/keypad-line/driver.ts';
import '../../devices/keypad-line/emulator.ts';
import '../../devices/panel-gpio/driver.ts';
import '../../devices/panel-line/driver.ts';
import '../../devices/panel-line/emulator.ts';
import '../../devices/printer-escpos/driver.ts';
import '../../devices/printer-escpos/emulator.ts';
import '../../devices/printer-escpos/layout.ts';
